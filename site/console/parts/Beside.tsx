/** What stands beside a list, and comes once the list is there. */

export { Bulk } from "./Bulk";
export { Filters } from "./Filters";
export { Keys } from "./Keys";
export { Lost } from "./Lost";

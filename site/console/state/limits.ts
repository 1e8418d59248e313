/** What the rules limit, as the page says it. */

/** How many reports one press, or one asking of a list, may be about. */
export const MOST = Number(document.getElementById("desk")?.dataset.most);

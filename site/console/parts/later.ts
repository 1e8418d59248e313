/** What stands beside a list, once its code has come. */

import { signal } from "@preact/signals";

export const beside = signal<typeof import("./Beside") | null>(null);

/** The console of staff: mounts into the page's one element. `#` shows a queue, `#antrean/…` that one, `#PKH-…` a report. */

import { render } from "preact";
import { start } from "../scripts/page.js";
import { Console } from "./screens/Console";
import { begin } from "./state/session";

start();
render(<Console />, document.getElementById("desk") as HTMLElement);
begin();

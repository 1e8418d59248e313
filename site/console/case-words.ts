/** The words of an open report, and of what stands beside a list; they come with its code. */

import words from "../../build/data/case.json";
import { alsoKnow } from "./words";

export const { case_work, replies, talk } = words;

const { case_work: _, replies: __, talk: ___, ...kinds } = words;
alsoKnow(kinds);

/** The words that only an open report says; they come with its code. */

import words from "../../build/data/case.json";
import { alsoKnow } from "./words";

export const { replies, talk } = words;

const { replies: _, talk: __, ...kinds } = words;
alsoKnow(kinds);

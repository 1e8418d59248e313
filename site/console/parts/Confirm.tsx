/** Asks once more about what nothing takes back: what was chosen and written, and the family's page as it would be. */

import { useEffect, useRef } from "preact/hooks";
import type { NeededOut } from "../api/staff";
import { acting, asked, people } from "../state/case";
import { confirm, confirming } from "../state/acts";
import { attempt } from "../state/session";
import { case_work } from "../case-words";
import { called, longDate, sentence } from "../words";
import { Facts } from "./Facts";
import { CHOICES } from "./Field";

export function Confirm() {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const pressed = confirming.value;
  if (!pressed) return null;
  const { step, answers, html } = pressed;
  const what = called("actions", step.action);
  const facts = asked(step).map((field) => ({ label: called("labels", field.name), slot: field.name, value: said(field, answers[field.name]) }));
  return (
    <section id="confirm" class="composer" aria-labelledby="confirm-title">
      <h3 id="confirm-title" ref={heading} tabIndex={-1}>
        {sentence(case_work.confirm_title, { what })}
      </h3>
      <p>{case_work.confirm_hint}</p>
      <Facts facts={facts} />
      <h4>{case_work.family_page}</h4>
      <iframe class="family-page" title={case_work.family_page} sandbox="allow-same-origin" srcdoc={pageOf(html)} />
      <p class="actions">
        <button type="button" class="md-button" id="not-yet" onClick={() => (confirming.value = null)}>
          {case_work.not_yet}
        </button>
        <button type="button" class="md-button md-button--primary" id="confirmed" disabled={acting.value} onClick={() => attempt(confirm)}>
          {sentence(case_work.sure, { what })}
        </button>
      </p>
    </section>
  );
}

function said({ name, kind }: NeededOut, answer: string): string {
  if (kind === "person") return people.value.find(({ sub }) => sub === answer)?.name ?? "";
  if (kind === "day") return longDate(answer);
  return CHOICES[name] ? called(CHOICES[name], answer) : answer;
}

/** A document of its own with the rules of this page. Its frame lets no script run and no form be sent. */
function pageOf(html: string): string {
  const style = document.querySelector("style")?.textContent ?? "";
  return `<!doctype html><html lang="id"><meta charset="utf-8"><style>${style}</style><body class="md-typeset"><main class="family-page__body">${html}</main></body></html>`;
}

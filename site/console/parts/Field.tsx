/** One field of an action: its label, what is wrong with it, and the control that its kind needs. */

import { called, messages } from "../words";

/** What the options of a choice are called, by its field. */
export const CHOICES: Record<string, string> = { outcome: "outcomes", close_reason: "endings", contact_reason: "contact_reasons", label: "desk_labels" };

export interface Asked {
  name: string;
  kind: string;
  longest: number;
  options: { value: string; label: string }[];
}

interface Props {
  field: Asked;
  value: string;
  wrong: string;
  hint?: string;
  onInput: (text: string) => void;
}

/** A labelled control; its id is the name of the field. */
export function Field({ field: { name, kind, longest, options }, value, wrong, hint, onInput }: Props) {
  const typed = (event: Event) => onInput((event.currentTarget as HTMLInputElement).value);
  const common = { id: name, value, onInput: typed, "aria-invalid": wrong ? true : undefined, "aria-describedby": wrong ? `${name}-error` : undefined };
  return (
    <div class="field" data-field={name}>
      <label for={name}>{called("labels", name)}</label>
      {hint && <p class="field__hint">{hint}</p>}
      {wrong && (
        <p class="field__error" id={`${name}-error`} role="alert">
          {wrong}
        </p>
      )}
      {options.length > 0 || kind === "choice" || kind === "person" || kind === "category" ? (
        <select {...common}>
          <option value="">{messages.choose}</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : kind === "day" ? (
        <input type="date" {...common} />
      ) : longest <= 100 ? (
        <input type="text" autocomplete="off" maxLength={longest} {...common} />
      ) : (
        <textarea rows={4} {...common} />
      )}
    </div>
  );
}

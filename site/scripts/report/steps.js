/** Shows a form one step at a time; the phone's own back button goes one step back. It knows nothing of what is asked. */

/**
 * Take over `steps` (fieldsets in order), beginning at place `first`. `shown(step, index, isMoved)` hears of each step shown, and
 * whether somebody went there. Returns {next, back, to, again, current}; `to` takes a step or its place, `again` shows the current
 * one anew.
 */
export function connectSteps(steps, first, shown) {
  let current = 0;

  function show(index, isMoved = true) {
    steps[current].classList.remove("is-current");
    current = index;
    steps[current].classList.add("is-current");
    shown(steps[current], current, isMoved);
  }

  function to(target) {
    const index = typeof target === "number" ? target : steps.indexOf(target);
    if (index === current) return;
    history.pushState({ step: index }, "");
    show(index);
  }

  addEventListener("popstate", ({ state }) => {
    const index = state?.step ?? current; // a link inside the page has no step
    if (index !== current) show(index);
  });
  history.replaceState({ step: first }, "");
  show(first, false);
  return { next: () => to(current + 1), back: () => history.back(), to, again: () => show(current), current: () => steps[current] };
}

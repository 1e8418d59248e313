/** Shows a form one step at a time; the phone's own back button goes one step back. It knows nothing of what is asked. */

/**
 * Take over `steps` (fieldsets in order), beginning at place `first`. `shown(step, index)` hears of each step shown.
 * Returns {next, back, to, current}; `to` takes a step or its place.
 */
export function connectSteps(steps, first, shown) {
  let current = 0;

  function show(index) {
    steps[current].classList.remove("is-current");
    current = index;
    steps[current].classList.add("is-current");
    shown(steps[current], current);
  }

  function to(target) {
    const index = typeof target === "number" ? target : steps.indexOf(target);
    if (index === current) return;
    history.pushState({ step: index }, "");
    show(index);
    takeReaderTo(steps[index]);
  }

  addEventListener("popstate", ({ state }) => {
    const index = state?.step ?? current; // a link inside the page has no step
    if (index === current) return;
    show(index);
    takeReaderTo(steps[index]);
  });
  history.replaceState({ step: first }, "");
  show(first);
  return { next: () => to(current + 1), back: () => history.back(), to, current: () => steps[current] };
}

function takeReaderTo(step) {
  const legend = step.querySelector("legend");
  legend.tabIndex = -1;
  legend.focus();
  legend.scrollIntoView({ block: "start" });
}

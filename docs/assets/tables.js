// A table that is wider than the page scrolls in its own frame: the keyboard has to reach that frame.
(() => {
  const reachable = (frame) => {
    if (frame.scrollWidth > frame.clientWidth) frame.tabIndex = 0;
    else frame.removeAttribute("tabindex");
  };
  const observer = new ResizeObserver((entries) => entries.forEach(({ target }) => reachable(target)));

  // The theme's own signal: it fires for the first page and after each instant navigation.
  document$.subscribe(() => {
    observer.disconnect();
    document.querySelectorAll(".md-typeset__scrollwrap").forEach((frame) => observer.observe(frame));
  });
})();

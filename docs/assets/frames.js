// A table or diagram that is wider than the page scrolls in a frame: the keyboard has to reach that frame.
(() => {
  const frames = ".md-typeset__scrollwrap, div.mermaid";

  const reachable = (frame) => {
    if (frame.scrollWidth > frame.clientWidth) frame.tabIndex = 0;
    else frame.removeAttribute("tabindex");
  };
  const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => reachable(target)));
  const watch = () => document.querySelectorAll(frames).forEach((frame) => sizes.observe(frame));

  // The theme makes frames while it draws, and anew on each instant navigation.
  new MutationObserver(watch).observe(document.documentElement, { childList: true, subtree: true });
  watch();
})();

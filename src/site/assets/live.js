// Reloads the page when the log has changed. Only `heard serve` has this file.
"use strict";
(function () {
  var shown = document.currentScript.dataset.version;
  function later() { setTimeout(wait, 1000); }
  function wait() {
    fetch("/-/since/" + shown, { cache: "no-store" })
      .then(function (answer) { return answer.ok ? answer.text() : shown; })
      .then(function (version) {
        if (version === shown) { later(); } else { location.reload(); }
      })
      .catch(later);
  }
  wait();
})();

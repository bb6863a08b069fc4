// The brief of an account: its button prints it.

document.querySelector("[data-print]").addEventListener("click", () => print());

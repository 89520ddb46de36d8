/* Says so on the page when a security key does not answer, or the person has sent its question away. */
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("key-problem").hidden = false;
});

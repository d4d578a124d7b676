// A question that hangs on earlier answers is shown once they are given; without this all are shown.
const asking = document.querySelector(".asking");
function said(code) {
  const fields = asking.querySelectorAll(`[name="q.${code}"]:is(:checked, [type=text])`);
  return [...fields].map((one) => one.value);
}
function holds(question) {
  const conditions = Object.entries(JSON.parse(question.dataset.when));
  return conditions.every(([code, wanted]) => {
    const earlier = document.getElementById(`q-${code}`);
    return earlier && !earlier.hidden && said(code).some((value) => wanted.includes(value));
  });
}
function renew() {
  for (const question of asking.querySelectorAll("[data-when]")) {
    question.hidden = !holds(question);
  }
}
if (asking) {
  asking.addEventListener("change", renew);
  renew();
}

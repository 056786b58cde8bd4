// `/` leads to the search box from anywhere on a page but a place to type in.
document.addEventListener('keydown', (event) => {
  const box = document.querySelector('[name=q]');
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input,select')) return;
  event.preventDefault();
  box.focus();
  box.select();
});

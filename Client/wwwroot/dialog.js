// Opens and closes the browser's own modal dialog: focus stays in, Escape closes, focus returns.
export const open = dialog => {
  if (!dialog.open) {
    dialog.showModal();
    dialog.querySelector('input, textarea, button')?.focus();
  }
};

export const close = dialog => {
  if (dialog?.open) {
    dialog.close();
  }
};

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

// The first field that is marked as wrong; where none is, the focus stays.
export const toFault = dialog => dialog?.querySelector('[aria-invalid="true"]')?.focus();

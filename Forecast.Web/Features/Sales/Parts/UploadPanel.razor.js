// Sends the chosen file as it is read from disk, to be looked at or loaded; the circuit only hears how much has gone.
let request = null;

export function send(form, address, page, ended) {
  const file = form.querySelector('input[type=file]').files[0];
  if (!file) return null;

  const body = new FormData();
  body.append('file', file, file.name);
  request = new XMLHttpRequest();
  request.open('POST', address);
  request.setRequestHeader('RequestVerificationToken', form.querySelector('input[name=__RequestVerificationToken]').value);

  let reported = 0;
  request.upload.onprogress = event => {
    const now = Date.now();
    if (event.lengthComputable && now - reported > 400) {
      reported = now;
      page.invokeMethodAsync('Sent', event.loaded / event.total);
    }
  };
  const end = (status, text) => {
    request = null;
    page.invokeMethodAsync(ended, status, text);
  };
  request.onload = () => end(request.status, request.responseText);
  request.onerror = request.onabort = () => end(0, '');
  request.send(body);
  return file.name;
}

export function cancel() {
  request?.abort();
}

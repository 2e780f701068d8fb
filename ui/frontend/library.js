/* What Streamlit calls when the library has arrived; its data are the signs and colours. */
export default function ({ data }) {
  la.table = data;
  la.ready = true;
  globalThis.dispatchEvent(new Event("longarm-ready"));
}

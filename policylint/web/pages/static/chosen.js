// The files that were chosen: which, and what the server would say of them.
const ACTING = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

export function shownName(file) { return file.name.replace(ACTING, "\ufffd"); }

export function shownSize(size) {
  if (size < 1000) return size + (size === 1 ? " byte" : " bytes");
  const unit = [[1e9, "GB"], [1e6, "MB"], [1e3, "KB"]].find(function (one) { return size >= one[0]; });
  const amount = size / unit[0];
  return (amount < 9.95 ? String(Number(amount.toFixed(1))) : amount.toFixed(0)) + " " + unit[1];
}

// The files of both, each once; only the new one where one is all that there may be.
export function addFiles(files, more, single) {
  if (single) return Array.from(more).slice(0, 1);
  const found = files.slice();
  Array.from(more).forEach(function (file) {
    const known = found.some(function (other) {
      return other.name === file.name && other.size === file.size && other.lastModified === file.lastModified;
    });
    if (!known) found.push(file);
  });
  return found;
}

// What is wrong: the index of the file (-1 for all of them together), and a sentence.
export function problemsOf(files, limits) {
  const problems = [];
  files.forEach(function (file, index) {
    const name = file.name.toLowerCase();
    const fits = limits.suffixes.some(function (suffix) { return name.endsWith(suffix); });
    if (!fits) {
      problems.push({ index: index, words: "This kind of file is not read here." });
    } else if (!file.size) {
      problems.push({ index: index, words: "It is empty." });
    } else if (file.size > limits.bytes) {
      problems.push({ index: index, words: "Too large: " + shownSize(file.size) + ", and the most is " + shownSize(limits.bytes) + "." });
    }
  });
  if (files.length > limits.files) {
    problems.push({ index: -1, words: files.length + " files are too many at a time: choose " + limits.files + " at most." });
  }
  return problems;
}

// The visible end of the transcripts: what the hub said, and the few elements that show it.

const maxFinals = 6;
const maxChars = 400;

// Words of one lane of one call.
class LaneWords {
  finals = [];
  partial = '';

  addFinal(utterance) {
    this.partial = '';
    if (utterance.kind === 'Gap' || utterance.text) {
      this.finals.push({ isGap: utterance.kind === 'Gap', text: utterance.text.slice(-maxChars) });
      this.finals.splice(0, this.finals.length - maxFinals);
    }
  }
}

// All words that a wall-board may show. Keys are call ids.
export class WordStore {
  #calls = new Map();

  lane(callId, lane) {
    let lanes = this.#calls.get(callId);
    if (!lanes) {
      this.#calls.set(callId, lanes = new Map());
    }
    let words = lanes.get(lane);
    if (!words) {
      lanes.set(lane, words = new LaneWords());
    }
    return words;
  }

  forget(callId) {
    this.#calls.delete(callId);
  }

  reset(transcripts) {
    this.#calls.clear();
    for (const transcript of transcripts) {
      for (const utterance of transcript.lastFinals) {
        this.lane(transcript.callId, utterance.lane).addFinal(utterance);
      }
      for (const partial of transcript.partials) {
        this.lane(transcript.callId, partial.lane).partial = partial.text;
      }
    }
  }
}

// The words are in the language that is spoken on the telephone; the mark of a gap is in the page's.
const finalElement = (entry, gapText, spoken) => {
  const element = document.createElement('span');
  if (entry.isGap) {
    element.className = 'gap';
    element.textContent = `[${gapText}] `;
  } else {
    element.className = 'final';
    element.lang = spoken;
    element.textContent = `${entry.text} `;
  }
  return element;
};

// Shows a lane: at most maxFinals + 3 elements, and only the partial is touched while finals stand.
export const showWords = (container, words, gapText) => {
  if (words.finals.length === 0 && !words.partial) {
    container.replaceChildren();
    container.shown = null;
    return;
  }
  const last = words.finals.at(-1) ?? null;
  if (container.shown !== last || !container.partial?.isConnected) {
    container.partial = document.createElement('span');
    container.partial.className = 'partial';
    container.partial.lang = container.dataset.spoken;
    const text = document.createElement('span');
    text.className = 'text';
    text.replaceChildren(...words.finals.map(entry => finalElement(entry, gapText, container.dataset.spoken)), container.partial);
    const lines = document.createElement('span');
    lines.className = 'lines';
    lines.replaceChildren(text);
    container.replaceChildren(lines);
    container.shown = last;
  }
  const partial = words.partial.slice(-maxChars);
  if (container.partial.textContent !== partial) {
    container.partial.textContent = partial;
  }
};

/** Reading a packed map: a JSON head, then columns as bytes. `web/map/packing.py` writes it. */

import { getAs } from "../common/http";
import type { MapData, PeopleColumns, TieColumns } from "./data";

const PACKED = "application/vnd.guanxi.map";

interface Section {
  name: string;
  bytes: number;
  kind: "numbers" | "texts" | "choices";
  /** Of numbers: how many, and how many bytes each takes; all lowest bytes come first, then all second ones. */
  rows: number;
  planes: number;
  /** Each is told as what is added to the one before; odd numbers are taken away. */
  delta: boolean;
  /** 0 stands for nothing, and all else is one more than it is. */
  optional: boolean;
  /** What the numbers are multiplied by, after being squared where `squared` says so, and then added to. */
  step: number;
  squared: boolean;
  start: number;
  /** Of choices: the texts that the numbers choose from. */
  choices: (string | null)[];
}

type Head = Omit<MapData, "people" | "ties"> & { people: Section[]; ties: Section[] };

const MAGIC = "GXM1";

/** Asks for a map, packed where the server can pack it. */
export async function getMap(url: string, signal?: AbortSignal): Promise<MapData> {
  const answer = await getAs(url, `${PACKED}, application/json;q=0.5`, signal);
  const packed = answer.headers.get("Content-Type")?.startsWith(PACKED);
  return packed ? unpack(await answer.arrayBuffer()) : ((await answer.json()) as MapData);
}

function unpack(buffer: ArrayBuffer): MapData {
  const bytes = new Uint8Array(buffer);
  const decoder = new TextDecoder();
  if (decoder.decode(bytes.subarray(0, 4)) !== MAGIC) throw new Error("This is not a packed map.");
  const length = new DataView(buffer).getUint32(4, true);
  const head = JSON.parse(decoder.decode(bytes.subarray(8, 8 + length))) as Head;
  let at = 8 + length;
  const columns = (sections: Section[]): unknown =>
    Object.fromEntries(sections.map((section) => [section.name, column(section, bytes.subarray(at, (at += section.bytes)), decoder)]));
  const people = columns(head.people) as PeopleColumns;
  return { ...head, people, ties: columns(head.ties) as TieColumns };
}

function column(section: Section, bytes: Uint8Array, decoder: TextDecoder): unknown {
  if (section.kind === "texts") return section.rows === 0 ? [] : decoder.decode(bytes).split("\0");
  const numbers = whole(section, bytes);
  if (section.kind === "choices") return Array.from(numbers, (choice) => section.choices[choice] ?? null);
  if (section.optional) return Array.from(numbers, (value) => (value === 0 ? null : value - 1));
  if (section.step === 1 && section.start === 0) return numbers;
  return Float32Array.from(numbers, (value) => section.start + section.step * (section.squared ? value * value : value));
}

function whole({ rows, planes, delta }: Section, bytes: Uint8Array): Uint32Array {
  const values = new Uint32Array(rows);
  for (let plane = 0; plane < planes; plane++) {
    for (let row = 0; row < rows; row++) values[row]! |= bytes[plane * rows + row]! << (8 * plane);
  }
  if (!delta) return values;
  let last = 0;
  for (let row = 0; row < rows; row++) {
    const step = values[row]!;
    last += step & 1 ? -((step + 1) / 2) : step / 2;
    values[row] = last;
  }
  return values;
}

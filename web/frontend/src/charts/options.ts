/** What ECharts is told to draw, for each kind of chart. */

import type { EChartsCoreOption } from "echarts/core";
import type { Branch, Datum, Flow, Grid, Kind, Table } from "./data";
import type { Look } from "./look";

const BAR = 26;

export interface Drawing {
  option: EChartsCoreOption;
  /** In pixels, where the kind needs a height of its own. */
  height?: number;
}

export function drawing(kind: Kind, data: unknown, look: Look): Drawing {
  switch (kind) {
    case "bar":
      return bars(data as Datum[], look, (datum) => look.write(datum.value));
    case "funnel":
      return funnel(data as Datum[], look);
    case "column":
      return { option: columns(data as Datum[], look) };
    case "line":
      return { option: lines(data as Table, look) };
    case "stacked":
      return { option: stacks(data as Table, look) };
    case "heat":
      return { option: heat(data as Grid, look) };
    case "flow":
      return { option: flow(data as Flow, look) };
    case "tree":
      return tree(data as Branch, look);
  }
}

function bars(data: Datum[], look: Look, label: (datum: Datum) => string): Drawing {
  const option = {
    grid: { left: 0, right: 4, top: 0, bottom: 0, outerBoundsMode: "same" },
    xAxis: { type: "value", show: false, max: Math.max(...data.map((datum) => datum.value), 0) * (look.narrow ? 1.5 : 1.28) || 1 },
    yAxis: {
      type: "category",
      inverse: true,
      data: data.map((datum) => datum.name),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: look.text, width: Math.round(look.width * 0.36), overflow: "truncate" },
    },
    series: [
      {
        type: "bar",
        barWidth: 14,
        itemStyle: { borderRadius: 3 },
        label: { show: true, position: "right", color: look.text, formatter: at(data, label) },
        data: data.map((datum) => point(datum, look)),
      },
    ],
    tooltip: { formatter: at(data, (datum) => told(datum.name, look.write(datum.value), datum.note)) },
  };
  return { option, height: Math.max(1, data.length) * BAR + 4 };
}

/** Bars that say, beside how many, which share of the step before came so far. */
function funnel(data: Datum[], look: Look): Drawing {
  return bars(data, look, (datum) => {
    const before = data[data.indexOf(datum) - 1];
    return before?.value ? `${look.write(datum.value)} · ${look.write(datum.value / before.value, "%")}` : look.write(datum.value);
  });
}

function columns(data: Datum[], look: Look): EChartsCoreOption {
  return {
    ...frame(look, false),
    xAxis: { ...names(look, data.length), data: data.map((datum) => datum.name) },
    series: [{ type: "bar", barMaxWidth: 28, itemStyle: { borderRadius: [3, 3, 0, 0] }, data: data.map((datum) => point(datum, look)) }],
    tooltip: { formatter: at(data, (datum) => told(datum.name, look.write(datum.value), datum.note)) },
  };
}

function lines(data: Table, look: Look): EChartsCoreOption {
  const dated = data.at.every((name) => /^\d{4}-\d\d-\d\d/.test(name));
  const time = { ...names(look), type: "time", axisLabel: { color: look.muted, hideOverlap: true, formatter: (value: number) => look.day(value, true) } };
  const few = data.at.length <= 40;
  return {
    ...frame(look, data.series.length > 1),
    xAxis: dated ? time : { ...names(look), boundaryGap: false, data: data.at },
    series: data.series.map((series, number) => ({
      type: "line",
      name: series.name,
      color: series.colour ? look.colour(series.colour) : look.series[number % look.series.length],
      lineStyle: { width: 2 },
      showSymbol: few,
      symbol: "circle",
      symbolSize: 6,
      connectNulls: true,
      data: series.values.map((value, i) => ({ value: dated ? [data.at[i], value] : value, url: series.urls?.[i] })),
    })),
    tooltip: { trigger: "axis", axisPointer: { lineStyle: { color: look.muted } }, formatter: together(look, dated) },
  };
}

function stacks(data: Table, look: Look): EChartsCoreOption {
  return {
    ...frame(look, true),
    xAxis: { ...names(look, data.at.length), data: data.at },
    series: data.series.map((series, number) => ({
      type: "bar",
      stack: "all",
      barMaxWidth: 36,
      name: series.name,
      color: series.colour ? look.colour(series.colour) : look.series[number % look.series.length],
      itemStyle: { borderColor: look.surface, borderWidth: 1 },
      data: series.values.map((value, i) => ({ value, url: series.urls?.[i] })),
    })),
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, formatter: together(look, false) },
  };
}

function heat(data: Grid, look: Look): EChartsCoreOption {
  const sorted = data.cells.map((cell) => cell.shade).sort((a, b) => a - b);
  const steps = [...new Set([0, 0.2, 0.4, 0.6, 0.8].map((share) => sorted[Math.floor(share * sorted.length)] ?? 0))];
  const shades = look.shades(steps.length);
  const step = (value: number): number => steps.filter((least) => value >= least).length - 1;
  const axis = (name: string, data: string[], gap: number) => ({
    type: "category", data, name, nameLocation: "middle", nameGap: gap, nameTextStyle: { color: look.muted },
    axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: look.text },
  });
  return {
    grid: { left: 46, right: 2, top: 2, bottom: 74, outerBoundsMode: "none" },
    xAxis: axis(data.column_name, data.columns, 26),
    yAxis: axis(data.row_name, data.rows, 30),
    visualMap: {
      type: "piecewise", orient: "horizontal", left: "center", bottom: 0, dimension: 2, itemWidth: 14, itemHeight: 10, itemGap: 8,
      selectedMode: false, hoverLink: false, showLabel: true, text: ["", data.shade_name], textStyle: { color: look.muted, fontSize: 11 },
      pieces: steps.map((least, i) => ({ gte: least, ...(i + 1 < steps.length ? { lt: steps[i + 1] } : {}), color: shades[i]!.fill, label: `≥ ${look.short(least, data.shade_unit)}` })),
    },
    series: [
      {
        type: "heatmap",
        itemStyle: { borderColor: look.surface, borderWidth: 3, borderRadius: 5 },
        emphasis: { itemStyle: { borderColor: look.text, borderWidth: 2 } },
        data: data.cells.map((cell) => ({
          value: [cell.column, cell.row, cell.shade], url: cell.url,
          label: { show: true, color: shades[step(cell.shade)]?.ink ?? look.text, formatter: () => look.write(cell.value), fontWeight: 600 },
        })),
      },
    ],
    tooltip: {
      formatter: at(data.cells, (cell) =>
        told(cell.note ?? "", look.write(cell.value), `${data.shade_name}: ${look.write(cell.shade, data.shade_unit)}`)),
    },
  };
}

/** Names stand at both sides, so that what comes back flows as what goes. */
function flow(data: Flow, look: Look): EChartsCoreOption {
  const sides = [["from", "left"], ["to", "right"]] as const;
  const nodes = sides.flatMap(([side, position], depth) =>
    data.order.map(({ name, colour }, number) => ({
      name: `${side}:${name}`,
      depth,
      value: data.flows.reduce((sum, one) => sum + (one[side] === name ? one.value : 0), 0),
      itemStyle: { color: colour ? look.colour(colour) : look.series[number % look.series.length] },
      label: { position },
    })).filter((node) => node.value > 0));
  const bare = (name: string): string => name.replace(/^\w+:/, "");
  const margin = Math.min(150, Math.round(look.width * 0.22));
  return {
    series: [
      {
        type: "sankey",
        left: margin, right: margin, top: 4, bottom: 4, nodeWidth: 10, nodeGap: 10, layoutIterations: 0, draggable: false,
        emphasis: { focus: "adjacency" },
        lineStyle: { color: "gradient", opacity: 0.28, curveness: 0.5 },
        label: { color: look.text, width: margin - 6, overflow: "truncate", formatter: (node: Shown) => `${bare(node.name)}${look.narrow ? "\n" : "  "}${look.write(node.value as number)}` },
        data: nodes,
        links: data.flows.map((one) => ({ ...one, source: `from:${one.from}`, target: `to:${one.to}` })),
      },
    ],
    tooltip: {
      formatter: (one: { name: string; value: number; data: Partial<Flow["flows"][number]> }) =>
        one.data.from === undefined
          ? told(bare(one.name), look.write(one.value))
          : told(`${one.data.from} → ${one.data.to}`, look.write(one.value), one.data.note),
    },
  };
}

function tree(data: Branch, look: Look): Drawing {
  const leaves = (branch: Branch): number => (branch.children?.length ? branch.children.reduce((sum, child) => sum + leaves(child), 0) : 1);
  const styled = (branch: Branch): object => ({
    ...branch,
    itemStyle: { color: branch.colour ? look.colour(branch.colour) : look.series[0], borderWidth: 0 },
    children: branch.children?.map(styled),
  });
  const label = { color: look.text, distance: 6, width: Math.round(look.width * 0.22), overflow: "truncate" };
  const option = {
    series: [
      {
        type: "tree", data: [{ ...styled(data), label: { position: [0, -18], align: "left" } }], orient: "LR", left: 8, right: "24%", top: 20, bottom: 4, initialTreeDepth: -1, expandAndCollapse: false,
        symbol: "circle", symbolSize: 9, edgeShape: "curve", roam: leaves(data) > 60,
        lineStyle: { color: look.line, width: 1.5 },
        label: { ...label, position: "top", align: "center" },
        leaves: { label: { ...label, position: "right", align: "left" } },
      },
    ],
    tooltip: {
      formatter: (one: { data: Branch }) => told(one.data.name, one.data.value === undefined ? "" : look.write(one.data.value), one.data.note),
    },
  };
  return { option, height: Math.max(140, Math.min(2400, leaves(data) * 30 + 40)) };
}

function point(datum: Datum, look: Look): object {
  return { value: datum.value, url: datum.url, itemStyle: { color: datum.colour ? look.colour(datum.colour) : look.series[0] } };
}

/** The axes that columns, lines and stacks have in common. */
function frame(look: Look, legend: boolean): EChartsCoreOption {
  return {
    grid: { left: 0, right: 12, top: legend ? 34 : 10, bottom: 0, outerBoundsMode: "same" },
    yAxis: {
      type: "value",
      splitNumber: 4,
      minInterval: look.unit === "" ? 1 : 0,
      axisLabel: { color: look.muted, formatter: (value: number) => look.short(value) },
      splitLine: { lineStyle: { color: look.line } },
    },
    ...(legend && {
      legend: { left: 0, top: 0, itemWidth: 12, itemHeight: 8, itemGap: 14, icon: "roundRect", type: "scroll", textStyle: { color: look.text }, pageIconColor: look.text, pageIconInactiveColor: look.line, pageTextStyle: { color: look.muted } },
    }),
  };
}

/** A few `count`ed names are broken into lines rather than left out. */
function names(look: Look, count = Infinity): object {
  const few = count <= 6 && { interval: 0, width: (look.width - 50) / count - 6, overflow: "break" };
  return {
    type: "category",
    axisLine: { lineStyle: { color: look.line } },
    axisTick: { show: false },
    axisLabel: { color: look.muted, hideOverlap: true, ...few },
  };
}

function at<T>(data: T[], say: (datum: T) => string): (params: { dataIndex: number }) => string {
  return ({ dataIndex }) => (data[dataIndex] === undefined ? "" : say(data[dataIndex]));
}

interface Shown {
  seriesName: string;
  name: string;
  value: number | null | [string, number | null];
}

/** All series at one place. */
function together(look: Look, dated: boolean): (shown: Shown[]) => string {
  return (shown) => {
    const first = shown[0];
    if (!first) return "";
    const title = dated && Array.isArray(first.value) ? look.day(first.value[0]) : first.name;
    const rows = shown.map((one) => ({ name: one.seriesName, value: Array.isArray(one.value) ? one.value[1] : one.value }));
    return told(title, ...rows.filter((row) => row.value !== null).map((row) => `${row.name}: ${look.write(row.value!)}`));
  };
}

function told(...lines: (string | undefined)[]): string {
  return lines.filter(Boolean).join("\n");
}

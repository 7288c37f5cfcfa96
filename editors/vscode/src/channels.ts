/** What is written: the output for people, and the trace of what passes between editor and server. */

import * as vscode from "vscode";

export class Channels implements vscode.Disposable {
  readonly output = vscode.window.createOutputChannel("Aseptic", { log: true });
  readonly trace: vscode.LogOutputChannel = new Trace();

  dispose(): void {
    this.output.dispose();
    this.trace.dispose();
  }
}

/** A channel that listens to the setting `aseptic.trace.server` alone, not to a log level that is set elsewhere, too. */
class Trace implements vscode.LogOutputChannel {
  readonly name = "Aseptic Trace";
  private made: vscode.OutputChannel | undefined;
  private readonly changed = new vscode.EventEmitter<vscode.LogLevel>();
  private readonly listening = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration("aseptic.trace.server")) this.changed.fire(this.logLevel);
  });
  readonly onDidChangeLogLevel = this.changed.event;

  get logLevel(): vscode.LogLevel {
    const wanted = vscode.workspace.getConfiguration("aseptic").get<string>("trace.server", "off");
    return wanted === "off" ? vscode.LogLevel.Off : vscode.LogLevel.Trace;
  }

  private get channel(): vscode.OutputChannel {
    return (this.made ??= vscode.window.createOutputChannel(this.name));
  }

  private write(message: string | Error): void {
    if (this.logLevel !== vscode.LogLevel.Off) this.channel.appendLine(String(message));
  }

  trace(message: string): void {
    this.write(message);
  }
  debug(message: string): void {
    this.write(message);
  }
  info(message: string): void {
    this.write(message);
  }
  warn(message: string): void {
    this.write(message);
  }
  error(message: string | Error): void {
    this.write(message);
  }
  append(value: string): void {
    if (this.logLevel !== vscode.LogLevel.Off) this.channel.append(value);
  }
  appendLine(value: string): void {
    this.write(value);
  }
  replace(value: string): void {
    this.channel.replace(value);
  }
  clear(): void {
    this.made?.clear();
  }
  show(): void {
    this.channel.show(true);
  }
  hide(): void {
    this.made?.hide();
  }
  dispose(): void {
    this.listening.dispose();
    this.changed.dispose();
    this.made?.dispose();
  }
}

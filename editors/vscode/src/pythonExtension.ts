/** What the Python extension has chosen, where there is one and the workspace is trusted. None is needed. */

import * as vscode from "vscode";

interface Environments {
  readonly getActiveEnvironmentPath: (resource?: vscode.Uri) => { readonly path: string };
  readonly resolveEnvironment: (environment: { readonly path: string }) => Promise<
    | {
        readonly executable: { readonly uri?: vscode.Uri };
        readonly environment?: { readonly folderUri?: vscode.Uri };
      }
    | undefined
  >;
  readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
}

export interface Chosen {
  /** The Python. */
  readonly program: string;
  /** The virtual environment's folder; empty where it is none. */
  readonly folder: string;
}

export class PythonExtension implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private listening: vscode.Disposable | undefined;
  readonly onDidChange = this.changed.event;

  /** Return what was chosen for a folder; undefined where nobody chose. Never fails. */
  async chosen(resource: vscode.Uri | undefined): Promise<Chosen | undefined> {
    if (!vscode.workspace.isTrusted) return undefined;
    try {
      const environments = await this.environments();
      const found = await environments?.resolveEnvironment(environments.getActiveEnvironmentPath(resource));
      const program = found?.executable.uri?.fsPath;
      return program === undefined ? undefined : { program, folder: found?.environment?.folderUri?.fsPath ?? "" };
    } catch {
      return undefined; // it is another's; without it there are PATH and the settings
    }
  }

  private async environments(): Promise<Environments | undefined> {
    const extension = vscode.extensions.getExtension<{ environments?: Environments }>("ms-python.python");
    if (extension === undefined) return undefined;
    const { environments } = extension.isActive ? extension.exports : await extension.activate();
    this.listening ??= environments?.onDidChangeActiveEnvironmentPath(() => {
      this.changed.fire(undefined);
    });
    return environments;
  }

  dispose(): void {
    this.listening?.dispose();
    this.changed.dispose();
  }
}

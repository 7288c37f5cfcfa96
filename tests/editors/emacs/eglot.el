;;; What a person does in Emacs with eglot, without a display: look, read, replace, record, type. -*- lexical-binding: t -*-
;; The test gives the file; the last line of what is printed is JSON.

(package-initialize)
(require 'cl-lib)
(require 'eglot)
(require 'json)

(setq eglot-sync-connect 120
      eglot-connect-timeout 120
      eglot-confirm-server-initiated-edits nil
      eglot-extend-to-xref nil
      make-backup-files nil)
(add-to-list 'eglot-server-programs '(python-mode . ("aseptic" "server")))

(defun wait-for (what)
  "Wait until WHAT returns something, and return it."
  (let ((patience 900) found)
    (while (and (not (setq found (funcall what))) (> patience 0))
      (accept-process-output nil 0.1)
      (setq patience (1- patience)))
    (or found (error "Waited in vain: %S" (flymake-diagnostics)))))

(defun shown ()
  "Return line and text of each diagnostic."
  (vconcat
   (mapcar (lambda (each)
             (vector (line-number-at-pos (flymake-diagnostic-beg each))
                     (- (flymake-diagnostic-beg each)
                        (save-excursion (goto-char (flymake-diagnostic-beg each)) (line-beginning-position)))
                     (substring-no-properties (flymake-diagnostic-text each))))
           (sort (flymake-diagnostics)
                 (lambda (one other) (< (flymake-diagnostic-beg one) (flymake-diagnostic-beg other)))))))

(defun act (where title)
  "Choose the action with TITLE in its own at the text WHERE."
  (goto-char (point-min))
  (search-forward where)
  (goto-char (match-beginning 0))
  (cl-letf (((symbol-function 'completing-read)
             (lambda (_ choices &rest _)
               (cl-find-if (lambda (each) (string-match-p (regexp-quote title) each))
                           (mapcar (lambda (each) (if (consp each) (car each) each)) choices)))))
    (let ((last-nonmenu-event ?\r)) ; from the keyboard, not from a menu
      (call-interactively #'eglot-code-actions)))
  (eglot--signal-textDocument/didChange)) ; without a display no timer does it

(defun text-of (file)
  "Return what FILE holds on disk."
  (with-temp-buffer (insert-file-contents file) (buffer-string)))

(let ((file (getenv "FILE")) told)
  (find-file file)
  (apply #'eglot (eglot--guess-contact))
  (wait-for (lambda () (= 2 (length (flymake-diagnostics)))))
  (push (cons 'shown (shown)) told)
  (goto-char (point-min))
  (search-forward "os.system")
  (let ((said (jsonrpc-request (eglot-current-server) :textDocument/hover (eglot--TextDocumentPositionParams))))
    (push (cons 'hover (plist-get (plist-get said :contents) :value)) told))
  (act "yaml.load" "safe_load")
  (wait-for (lambda () (= 1 (length (flymake-diagnostics)))))
  (push (cons 'replaced (buffer-string)) told)
  (act "os.system" "Record a deviation")
  (let ((record (expand-file-name "security/deviations/DEV-0001.md" (file-name-directory file))))
    (wait-for (lambda () (file-exists-p record)))
    (push (cons 'record (text-of record)) told))
  (with-current-buffer (find-file-noselect file)
    (wait-for (lambda () (string-match-p "DEV-0001 covers nothing" (format "%S" (shown)))))
    (goto-char (point-max))
    (insert "\n\ndef g(x):\n    eval(x)\n")
    (eglot--signal-textDocument/didChange)
    (wait-for (lambda () (= 2 (length (flymake-diagnostics)))))
    (push (cons 'typed (shown)) told)
    (save-buffer))
  (push (cons 'disk (text-of file)) told)
  (eglot-shutdown-all)
  (princ (concat "\n" (json-encode told) "\n")))

;;; hanare.el --- Ghost text by Hanare through eglot -*- lexical-binding: t -*-

;; Eglot itself shows diagnostics, hover and code actions. With this file loaded:
;;   (add-hook 'prog-mode-hook #'eglot-ensure)
;;   (add-hook 'prog-mode-hook #'hanare-mode)
;; TAB accepts ghost text; without any it is what it was.

(require 'eglot)

(defvar hanare-command '("hanare" "serve") "How the server is started.")
(defvar hanare-delay 0.1 "Seconds without a key before a suggestion is asked for.")
(defvar-local hanare--ghost nil "The overlay that shows the suggestion.")
(defvar-local hanare--timer nil)
(defvar-local hanare--place nil "Point and tick that were asked about last.")
(setq eglot-server-programs `((prog-mode . ,hanare-command) ,@eglot-server-programs))

(cl-defmethod eglot-client-capabilities :around (_server)
  (let* ((all (cl-call-next-method)) (document (plist-get all :textDocument)))
    (plist-put all :textDocument
               (append document '(:inlineCompletion (:dynamicRegistration :json-false))))))

(defun hanare--clear ()
  (when hanare--ghost (delete-overlay hanare--ghost))
  (setq hanare--ghost nil))

(defun hanare--draw (text command)
  "Show TEXT at point; COMMAND tells the server that it was accepted."
  (unless hanare--ghost (setq hanare--ghost (make-overlay (point) (point))))
  (move-overlay hanare--ghost (point) (point))
  (overlay-put hanare--ghost 'hanare (list text command (- (point-max) (point))))
  (overlay-put hanare--ghost 'after-string (propertize text 'face 'shadow 'cursor t)))

(defun hanare--typed-through ()
  "Shorten the ghost if its beginning is all that was typed; else return nil."
  (when hanare--ghost
    (pcase-let ((`(,text ,command ,rest) (overlay-get hanare--ghost 'hanare))
                (typed (buffer-substring-no-properties (overlay-start hanare--ghost) (point))))
      (when (and (= rest (- (point-max) (point)))
                 (< 0 (length typed) (length text))
                 (string-prefix-p typed text))
        (hanare--draw (substring text (length typed)) command)
        t))))

(defun hanare--show (item)
  "Show ITEM at point: what of it is not there already, on either side."
  (let* ((range (plist-get item :range)) (text (plist-get item :insertText))
         (ends (if range (eglot--range-region range) (cons (point) (point))))
         (before (buffer-substring-no-properties (car ends) (point)))
         (after (buffer-substring-no-properties (point) (cdr ends))))
    (when (and (string-prefix-p before text) (string-suffix-p after text))
      (hanare--draw (substring text (length before) (- (length text) (length after)))
                    (plist-get item :command)))))

(defun hanare--ask (buffer)
  (when (and (eq buffer (current-buffer)) (eglot-current-server))
    (eglot--signal-textDocument/didChange)
    (let ((place (point)) (tick (buffer-chars-modified-tick)))
      (jsonrpc-async-request
       (eglot-current-server) :textDocument/inlineCompletion
       (append (eglot--TextDocumentPositionParams) '(:context (:triggerKind 2)))
       :success-fn
       (lambda (answer)
         (with-current-buffer buffer
           (when (and (= place (point)) (= tick (buffer-chars-modified-tick)))
             (hanare--clear)
             (mapc #'hanare--show (seq-take (plist-get answer :items) 1)))))
       :error-fn #'ignore))))

(defun hanare--after-command ()
  "Ask anew once the text or the point is another."
  (let ((place (cons (point) (buffer-chars-modified-tick))))
    (unless (equal place hanare--place)
      (setq hanare--place place)
      (unless (hanare--typed-through) (hanare--clear))
      (when hanare--timer (cancel-timer hanare--timer))
      (setq hanare--timer (run-with-timer hanare-delay nil #'hanare--ask (current-buffer))))))

(defun hanare-accept ()
  "Insert the ghost text, as an undo step of its own, and tell the server."
  (interactive)
  (pcase-let ((`(,text ,command . ,_) (overlay-get hanare--ghost 'hanare)))
    (hanare--clear)
    (undo-boundary)
    (insert text)
    (when command
      (jsonrpc-async-request (eglot-current-server) :workspace/executeCommand
                             (list :command (plist-get command :command)
                                   :arguments (plist-get command :arguments))
                             :success-fn #'ignore :error-fn #'ignore))))

(defvar hanare-mode-map (make-sparse-keymap))
(define-key hanare-mode-map (kbd "TAB")
            '(menu-item "" hanare-accept :filter (lambda (command) (and hanare--ghost command))))

(define-minor-mode hanare-mode
  "Ghost text by Hanare." :lighter " Hanare"
  (if hanare-mode
      (add-hook 'post-command-hook #'hanare--after-command nil t)
    (remove-hook 'post-command-hook #'hanare--after-command t)
    (hanare--clear)))

(provide 'hanare)
;;; hanare.el ends here

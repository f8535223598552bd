--- What is said to the user, in English and Japanese.
local config = require('hanare.config')

local M = {}

---@alias hanare.Language 'en'|'ja'

---@type table<string, string>
M.en = {
  missing = 'Hanare: the command `hanare` was not found. Install Hanare (see its README), then '
    .. "put it on the search path or set `cmd` in require('hanare').setup{}; :checkhealth hanare helps.",
  cmd_missing = 'Hanare: `%s` cannot be run. Correct `cmd` in require("hanare").setup{}.',
  not_started = 'Hanare: `%s` could not be started; :Hanare log says why.',
  no_server = 'Hanare is not running; :Hanare restart starts it.',
  again = 'Hanare: the server has ended (%s) and is started again.',
  down = 'Hanare: the server ends again and again (%s). :Hanare log says why, :Hanare restart tries '
    .. 'once more.',
  unknown = 'Hanare: there is no `%s`. Type :Hanare and press <Tab> to see what there is.',
  insert_mode = 'Hanare: ghost text is there in insert mode only.',
  nothing_more = 'Hanare: there is no other suggestion here.',
  no_request = 'Hanare: nothing was asked yet.',
  why = 'Hanare: %s (%s)',
  enabled = 'Hanare: suggestions are on.',
  disabled = 'Hanare: suggestions are off until they are switched on again or Neovim ends.',
  language_enabled = 'Hanare: suggestions are on for %s.',
  language_disabled = 'Hanare: suggestions are off for %s.',
  file_paused = 'Hanare: suggestions are paused in this file.',
  file_resumed = 'Hanare: suggestions are on in this file again.',
  not_served = 'Hanare does not serve this buffer: it has no file name or no file type, or its file '
    .. 'type is excluded.',
  nothing_selected = 'Hanare: select some code first.',
  no_finding = 'Hanare: there is no finding of Hanare at the cursor.',
  no_diagnostic = 'Hanare: there is no diagnostic at the cursor.',
  ask_prompt = 'Ask about this code: ',
  failed = 'Hanare: %s',
  explaining = '*Working …*',
  explain_title = 'Hanare',
  explain_keys = 'q closes · y copies the code',
  unfinished = '*The answer is not complete.*',
  nothing_to_copy = 'Hanare: there is no code to copy.',
  copied = 'Hanare: the code is in the register %s.',
  insert_edit = 'Insert this into the file?',
  yes = 'Yes',
  no = 'No',
  edit_outdated = 'Hanare: the file has changed meanwhile; nothing was inserted.',
  analysing = 'Hanare: analysing …',
  analysing_percent = 'Hanare: analysing … %d %%',
  analysed = 'Hanare: %d findings in %d files analysed; %d not analysed.',
  analysis_cancelled = 'Hanare: the analysis was cancelled.',
  nothing_to_cancel = 'Hanare: no analysis is running.',
  not_analysed = 'not analysed: %s',
  quickfix_title = 'Hanare: findings',
  no_report = 'Hanare: there is no report yet; :Hanare analyze writes one.',
  not_opened = 'Hanare: %s cannot be opened: %s',
  choose_model = 'Hanare: which model?',
  model_chosen = 'Hanare: the model is %s now.',
  model_absent = 'Hanare: %s is not installed. `hanare models pull %s` fetches it.',
  installed = 'installed',
  not_installed = 'not installed',
  recommended = 'recommended',
  in_use = 'in use',
  status_stopped = 'Hanare: off',
  status_starting = 'Hanare: starting',
  status_loading = 'Hanare: loading %d %%',
  status_missing = 'Hanare: not installed',
  status_down = 'Hanare: down',
  status_engine_down = 'Hanare: engine down',
  status_disabled = 'Hanare: disabled',
  status_paused = 'Hanare: paused',
  status_ready = 'Hanare: ready',
  status_model = 'Hanare: %s',
  health_version = '%s, started as `%s`',
  health_origin_cmd = 'found by the option `cmd`',
  health_origin_installed = 'the environment that installed this plugin',
  health_origin_bundled = 'the environment beside this plugin',
  health_origin_path = 'found on the search path',
  health_origin_python = 'found as a Python package',
  health_no_version = '`%s --version` fails: %s',
  health_repair = 'Install Hanare again into that environment.',
  health_nvim = 'Neovim %s',
  health_nvim_old = 'Neovim 0.10 or newer is needed.',
  health_nvim_advice = 'Update Neovim.',
  health_setup = "require('hanare').setup{} was called",
  health_no_setup = "require('hanare').setup{} was not called",
  health_setup_advice = "Add require('hanare').setup{} to your init.lua.",
  health_attached = 'the server runs and serves %d buffers',
  health_state = 'the server does not run: %s',
  health_state_advice = 'Open a file and wait a moment. Then :Hanare restart, and look at :Hanare log.',
  health_capability = 'the server offers ghost text',
  health_no_capability = 'the server offers no ghost text',
  health_version_advice = 'Update Hanare: this server is older than the plugin.',
  health_silent = 'the server does not answer within 3 seconds',
  health_model = 'model: %s; engine: %s',
  health_engine = 'the model cannot be run: %s',
  health_engine_advice = '`hanare models list` shows what is installed, `hanare models pull` fetches '
    .. 'the default model.',
  health_problem = 'settings: %s',
  health_problem_advice = 'Correct `settings` in setup{}, or the file that is named.',
  health_tab = '<Tab> accepts ghost text',
  health_tab_taken = '<Tab> is mapped in this buffer by something else',
  health_tab_advice = "Choose another key: setup{ keys = { accept = '<C-y>' } }.",
}

---@type table<string, string>
M.ja = {
  missing = 'Hanare: コマンド `hanare` が見つかりません。README に従って Hanare をインストールし、検索パスに'
    .. "置くか、require('hanare').setup{} の `cmd` で指定してください。:checkhealth hanare で確認できます。",
  cmd_missing = 'Hanare: `%s` を実行できません。require("hanare").setup{} の `cmd` を直してください。',
  not_started = 'Hanare: `%s` を起動できませんでした。理由は :Hanare log で確認できます。',
  no_server = 'Hanare は動いていません。:Hanare restart で起動します。',
  again = 'Hanare: サーバーが終了したため(%s)、再起動します。',
  down = 'Hanare: サーバーが繰り返し終了しています(%s)。理由は :Hanare log で確認できます。'
    .. ':Hanare restart でもう一度試せます。',
  unknown = 'Hanare: `%s` はありません。:Hanare の後に <Tab> を押すと一覧が出ます。',
  insert_mode = 'Hanare: 候補は挿入モードでのみ表示されます。',
  nothing_more = 'Hanare: ここには他の候補がありません。',
  no_request = 'Hanare: まだ何も要求していません。',
  why = 'Hanare: %s(%s)',
  enabled = 'Hanare: 補完を有効にしました。',
  disabled = 'Hanare: 補完を無効にしました。再び有効にするか、Neovim を終了するまで続きます。',
  language_enabled = 'Hanare: %s の補完を有効にしました。',
  language_disabled = 'Hanare: %s の補完を無効にしました。',
  file_paused = 'Hanare: このファイルの補完を一時停止しました。',
  file_resumed = 'Hanare: このファイルの補完を再開しました。',
  not_served = 'このバッファーは Hanare の対象外です。ファイル名かファイルタイプがないか、'
    .. '対象外のファイルタイプです。',
  nothing_selected = 'Hanare: 先にコードを選択してください。',
  no_finding = 'Hanare: カーソル位置に Hanare の検出結果はありません。',
  no_diagnostic = 'Hanare: カーソル位置に診断はありません。',
  ask_prompt = 'このコードについての質問: ',
  failed = 'Hanare: %s',
  explaining = '*作成中です…*',
  explain_title = 'Hanare',
  explain_keys = 'q で閉じる · y でコードをコピー',
  unfinished = '*回答は途中までです。*',
  nothing_to_copy = 'Hanare: コピーするコードがありません。',
  copied = 'Hanare: コードをレジスター %s に入れました。',
  insert_edit = 'これをファイルに挿入しますか?',
  yes = 'はい',
  no = 'いいえ',
  edit_outdated = 'Hanare: その間にファイルが変更されたため、挿入しませんでした。',
  analysing = 'Hanare: 解析しています…',
  analysing_percent = 'Hanare: 解析しています… %d %%',
  analysed = 'Hanare: 検出 %d 件(解析したファイル %d 個、解析できなかったファイル %d 個)',
  analysis_cancelled = 'Hanare: 解析を中止しました。',
  nothing_to_cancel = 'Hanare: 実行中の解析はありません。',
  not_analysed = '解析できませんでした: %s',
  quickfix_title = 'Hanare: 検出結果',
  no_report = 'Hanare: レポートはまだありません。:Hanare analyze で作成されます。',
  not_opened = 'Hanare: %s を開けません: %s',
  choose_model = 'Hanare: どのモデルを使いますか?',
  model_chosen = 'Hanare: モデルを %s に変更しました。',
  model_absent = 'Hanare: %s はインストールされていません。`hanare models pull %s` で取得できます。',
  installed = 'インストール済み',
  not_installed = '未インストール',
  recommended = '推奨',
  in_use = '使用中',
  status_stopped = 'Hanare: 停止',
  status_starting = 'Hanare: 起動中',
  status_loading = 'Hanare: 読み込み中 %d %%',
  status_missing = 'Hanare: 未インストール',
  status_down = 'Hanare: 異常終了',
  status_engine_down = 'Hanare: エンジン停止',
  status_disabled = 'Hanare: 無効',
  status_paused = 'Hanare: 一時停止',
  status_ready = 'Hanare: 準備完了',
  status_model = 'Hanare: %s',
  health_version = '%s(`%s` で起動)',
  health_origin_cmd = '設定 `cmd` による指定',
  health_origin_installed = 'このプラグインをインストールした環境',
  health_origin_bundled = 'プラグインに付属する環境',
  health_origin_path = '検索パス上のコマンド',
  health_origin_python = 'Python パッケージ',
  health_no_version = '`%s --version` が失敗しました: %s',
  health_repair = 'その環境に Hanare を再インストールしてください。',
  health_nvim = 'Neovim %s',
  health_nvim_old = 'Neovim 0.10 以降が必要です。',
  health_nvim_advice = 'Neovim を更新してください。',
  health_setup = "require('hanare').setup{} が呼ばれています",
  health_no_setup = "require('hanare').setup{} が呼ばれていません",
  health_setup_advice = "init.lua に require('hanare').setup{} を追加してください。",
  health_attached = 'サーバーは動作中です(対象のバッファー: %d)',
  health_state = 'サーバーは動いていません: %s',
  health_state_advice = 'ファイルを開いて少し待ってください。それでも動かない場合は :Hanare restart を試し、'
    .. ':Hanare log を確認してください。',
  health_capability = 'サーバーは候補表示に対応しています',
  health_no_capability = 'サーバーが候補表示に対応していません',
  health_version_advice = 'Hanare を更新してください。サーバーがプラグインより古いようです。',
  health_silent = 'サーバーが 3 秒以内に応答しません',
  health_model = 'モデル: %s、エンジン: %s',
  health_engine = 'モデルを実行できません: %s',
  health_engine_advice = '`hanare models list` でインストール済みのモデルを確認し、`hanare models pull` で'
    .. '既定のモデルを取得できます。',
  health_problem = '設定: %s',
  health_problem_advice = 'setup{} の `settings`、または示されたファイルを直してください。',
  health_tab = '<Tab> で候補を受け入れます',
  health_tab_taken = 'このバッファーの <Tab> には別の割り当てがあります',
  health_tab_advice = "別のキーを選んでください: setup{ keys = { accept = '<C-y>' } }",
}

--- The language of messages: the option, else that of Neovim's menus and messages.
---@return hanare.Language
function M.language()
  if config.options.language then
    return config.options.language == 'ja' and 'ja' or 'en'
  end
  local menus = vim.o.langmenu
  local name = menus ~= '' and menus ~= 'none' and menus or vim.v.lang
  if name == '' or name == 'C' or name == 'POSIX' or name:find('^C%.') then
    name = vim.env.LC_ALL or vim.env.LC_MESSAGES or vim.env.LANG or ''
  end
  return name:lower():find('^ja') and 'ja' or 'en'
end

--- A message in the user's language, its slots filled.
---@param key string
---@return string
function M.say(key, ...)
  local text = assert(M[M.language()][key], key)
  return select('#', ...) > 0 and text:format(...) or (text:gsub('%%%%', '%%'))
end

---@param key string
function M.tell(key, ...)
  vim.notify(M.say(key, ...), vim.log.levels.INFO)
end

---@param key string
function M.warn(key, ...)
  vim.notify(M.say(key, ...), vim.log.levels.WARN)
end

return M

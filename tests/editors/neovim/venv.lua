-- Opens a file of a project that brings an `aseptic` of its own; tells what is shown.
local editor = dofile(vim.env.PRELUDE)

editor.run(function()
  editor.start(vim.env.INIT)
  editor.open('src/pump/update.py')
  return { shown = editor.expect({ 'INJ-003', 'CRY-001', 'DES-005', 'INJ-003' }) }
end)

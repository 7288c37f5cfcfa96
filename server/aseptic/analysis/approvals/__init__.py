"""How well an approval is shown to be its approver's own, by what git keeps."""

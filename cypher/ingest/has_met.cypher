// Whether any mail or meeting has been imported.
RETURN EXISTS { (m:Met) } AS met

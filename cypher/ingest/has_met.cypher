// Whether mails or meetings have been imported, or have left provisional people.
RETURN EXISTS { (m:Met) } OR EXISTS { (c:Contact {provisional: true}) } OR EXISTS { (e:Employee {provisional: true}) }
       AS met

"""The sample company: files like a CRM's export, in which the truth is known."""

"""What a browser is given: the editor, the API's reference, and the headers that guard both."""

"""A method with every kind of statement, and much that a line does not show by itself."""

METHOD = '''\
    @wrapped(first,
             second)
    def run(self, names, *, depth=0):
        """Say
        what it does."""
        import os; os.chdir(depth)
        found = [each for each in names if each]
        if found: return None
        for name in names:
            try:
                with open(name) as file:
                    text = file.read()
                    print(text, \\
                          name)
            except OSError:
                raise
            else:
                found.append(text);
            finally:
                pass  # nothing
        match found:
            case [first]:
                return first

        def inner(value):
            return lambda: value
        last = {"äö": names,
                "b": inner}
        x = y; assert last
        return found
'''

package dev.parley.inventory;

/** A form of names with {@code *} for anything and {@code ?} for one character. */
final class Glob {
    private final int[] form;

    private Glob(int[] form) {
        this.form = form;
    }

    /** The form that a text stands for. */
    static Glob of(String text) {
        return new Glob(text.codePoints().toArray());
    }

    /** Whether it leaves anything open. */
    boolean isOpen() {
        for (int c : form) {
            if (c == '*' || c == '?') {
                return true;
            }
        }
        return false;
    }

    /** Whether a name is of this form; takes time in proportion to both at worst, because only the last star is tried again. */
    boolean matches(String name) {
        int[] text = name.codePoints().toArray();
        int at = 0;
        int next = 0;
        int star = -1;
        int behindStar = 0;
        while (at < text.length) {
            if (next < form.length && form[next] == '*') {
                star = next++;
                behindStar = at;
            } else if (next < form.length && (form[next] == '?' || form[next] == text[at])) {
                next++;
                at++;
            } else if (star >= 0) {
                next = star + 1;
                at = ++behindStar;
            } else {
                return false;
            }
        }
        while (next < form.length && form[next] == '*') {
            next++;
        }
        return next == form.length;
    }
}

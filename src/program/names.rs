//! Names that file formats take, and back again.

/// Bytes that every format takes in a name as they are.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b',')
}

/// A name for MPS: no white space, no control characters, ASCII only. What does not fit is written as `%`
/// and two hexadecimal digits by byte, as in web addresses.
pub fn for_mps(name: &str) -> String {
    escape(name, |byte| byte.is_ascii_graphic() && byte != b'%')
}

/// A name for the LP format, which takes neither brackets nor signs: `open[MY-JHB,2027]` becomes
/// `open(MY%2DJHB,2027)`.
pub fn for_lp(name: &str) -> String {
    escape(name, |byte| is_plain(byte) || matches!(byte, b'[' | b']'))
        .replace('[', "(")
        .replace(']', ")")
}

fn escape(name: &str, keep: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        if keep(byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Undoes [`for_mps`] and, if `lp` holds, [`for_lp`]. `None` if the text is not a result of either.
pub fn original(text: &str, lp: bool) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'%' => {
                let high = char::from(bytes.next()?).to_digit(16)?;
                let low = char::from(bytes.next()?).to_digit(16)?;
                u8::try_from(high * 16 + low).ok()?
            }
            b'(' if lp => b'[',
            b')' if lp => b']',
            other => other,
        });
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back() {
        for name in [
            "open[MY-JHB,2027H1]",
            "open[a b,100 %]",
            "x[Z\u{fc}rich,(q)]",
            "plain",
        ] {
            assert_eq!(original(&for_mps(name), false).as_deref(), Some(name));
            assert_eq!(original(&for_lp(name), true).as_deref(), Some(name));
        }
        assert_eq!(for_mps("open[MY-JHB,2027H1]"), "open[MY-JHB,2027H1]");
        assert_eq!(for_mps("a b%"), "a%20b%25");
        assert_eq!(for_lp("open[MY-JHB,1]"), "open(MY%2DJHB,1)");
        assert_eq!(original("%4", false), None);
    }
}

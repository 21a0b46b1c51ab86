//! Records as CSV text.

/// Records as CSV (RFC 4180: fields quoted where needed), each ended by a line feed.
pub fn csv_text<R, F>(records: impl IntoIterator<Item = R>) -> String
where
    R: IntoIterator<Item = F>,
    F: AsRef<[u8]>,
{
    // Memory takes every record, however many fields the one before had.
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for record in records {
        let _ = writer.write_record(record);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_where_needed() {
        let records = [vec!["a", "b,c"], vec!["d \"e\"", "f\ng"], vec!["", "h", "i"]];
        assert_eq!(csv_text(records), "a,\"b,c\"\n\"d \"\"e\"\"\",\"f\ng\"\n,h,i\n");
    }
}

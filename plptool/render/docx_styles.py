"""The styles of an appendix in Word, where no template of an office has others of these names."""

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement

STYLES = (
    "Title",
    "Subtitle",
    "heading 1",
    "Appendix number",
    "Appendix fact",
    "Appendix fact continued",
    "Appendix label",
    "Appendix item",
    "Appendix table",
    "Appendix cell",
    "Strong",
    "footnote text",
    "footnote reference",
)
"""Those that an appendix uses, by the names that Word keeps in the file."""

_INK = "1F3A4D"
"""Of headings and labels: dark enough to read (its contrast on white is 11.8 to 1), and to print in grey."""
_SOFT = "44525C"
_RULE = "B8C4CC"
_FACTS = 2325
"""Where facts begin beside their labels, in twentieths of a point: 41 mm."""

_SHEET = f"""<w:styles {nsdecls("w")}>
<w:docDefaults>
  <w:rPrDefault><w:rPr>
    <w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:sz w:val="20"/><w:szCs w:val="20"/>
    <w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>
  </w:rPr></w:rPrDefault>
  <w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>
  <w:pPr><w:widowControl/></w:pPr>
</w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
  <w:name w:val="Default Paragraph Font"/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>
  <w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr>
</w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>
<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/>
  <w:basedOn w:val="Normal"/>
  <w:pPr><w:tabs><w:tab w:val="right" w:pos="9354"/></w:tabs><w:spacing w:before="0" w:after="0"/></w:pPr>
  <w:rPr><w:color w:val="{_SOFT}"/><w:sz w:val="17"/></w:rPr>
</w:style>
<w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/>
  <w:basedOn w:val="Normal"/>
  <w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr>
  <w:rPr><w:color w:val="{_SOFT}"/><w:sz w:val="17"/></w:rPr>
</w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/>
  <w:basedOn w:val="Normal"/><w:qFormat/>
  <w:pPr><w:keepNext/><w:spacing w:before="0" w:after="80" w:line="240" w:lineRule="auto"/></w:pPr>
  <w:rPr><w:b/><w:color w:val="{_INK}"/><w:sz w:val="40"/></w:rPr>
</w:style>
<w:style w:type="paragraph" w:styleId="Subtitle"><w:name w:val="Subtitle"/>
  <w:basedOn w:val="Normal"/><w:qFormat/>
  <w:pPr><w:keepLines/><w:spacing w:before="0" w:after="40"/></w:pPr>
  <w:rPr><w:color w:val="{_SOFT}"/></w:rPr>
</w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>
  <w:basedOn w:val="Normal"/><w:qFormat/>
  <w:pPr><w:keepNext/><w:keepLines/>
    <w:pBdr><w:top w:val="single" w:sz="6" w:space="8" w:color="{_RULE}"/></w:pBdr>
    <w:spacing w:before="220" w:after="80"/><w:outlineLvl w:val="0"/>
  </w:pPr>
  <w:rPr><w:b/><w:color w:val="{_INK}"/><w:sz w:val="26"/></w:rPr>
</w:style>
<w:style w:type="character" w:styleId="AppendixNumber"><w:name w:val="Appendix number"/>
  <w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/>
  <w:rPr><w:b w:val="0"/><w:color w:val="{_INK}"/><w:sz w:val="18"/></w:rPr>
</w:style>
<w:style w:type="paragraph" w:styleId="AppendixFact"><w:name w:val="Appendix fact"/>
  <w:basedOn w:val="Normal"/><w:qFormat/>
  <w:pPr><w:keepLines/><w:tabs><w:tab w:val="left" w:pos="{_FACTS}"/></w:tabs><w:spacing w:before="60" w:after="20"/>
    <w:ind w:left="{_FACTS}" w:hanging="{_FACTS}"/>
  </w:pPr>
</w:style>
<w:style w:type="paragraph" w:styleId="AppendixFactContinued"><w:name w:val="Appendix fact continued"/>
  <w:basedOn w:val="Normal"/><w:qFormat/>
  <w:pPr><w:keepLines/><w:spacing w:before="50" w:after="20"/><w:ind w:left="{_FACTS}"/></w:pPr>
</w:style>
<w:style w:type="paragraph" w:styleId="AppendixItem"><w:name w:val="Appendix item"/>
  <w:basedOn w:val="Normal"/><w:qFormat/>
  <w:pPr><w:keepLines/><w:spacing w:before="40" w:after="20" w:line="240" w:lineRule="auto"/></w:pPr>
  <w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>
</w:style>
<w:style w:type="character" w:styleId="AppendixLabel"><w:name w:val="Appendix label"/>
  <w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/>
  <w:rPr><w:b/><w:color w:val="{_INK}"/></w:rPr>
</w:style>
<w:style w:type="paragraph" w:styleId="AppendixCell"><w:name w:val="Appendix cell"/>
  <w:basedOn w:val="Normal"/><w:qFormat/>
  <w:pPr><w:spacing w:before="20" w:after="20"/></w:pPr>
  <w:rPr><w:sz w:val="18"/></w:rPr>
</w:style>
<w:style w:type="table" w:styleId="AppendixTable"><w:name w:val="Appendix table"/>
  <w:basedOn w:val="TableNormal"/><w:qFormat/>
  <w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="8" w:space="0" w:color="{_INK}"/>
      <w:bottom w:val="single" w:sz="8" w:space="0" w:color="{_INK}"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{_RULE}"/>
    </w:tblBorders>
    <w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/><w:color w:val="{_INK}"/></w:rPr>
    <w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{_INK}"/></w:tcBorders></w:tcPr>
  </w:tblStylePr>
</w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/>
  <w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/>
  <w:rPr><w:b/></w:rPr>
</w:style>
<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/>
  <w:basedOn w:val="Normal"/>
  <w:pPr><w:keepLines/><w:spacing w:before="0" w:after="20" w:line="240" w:lineRule="auto"/></w:pPr>
  <w:rPr><w:sz w:val="17"/></w:rPr>
</w:style>
<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>
  <w:basedOn w:val="DefaultParagraphFont"/>
  <w:rPr><w:vertAlign w:val="superscript"/></w:rPr>
</w:style>
</w:styles>"""


def sheet() -> BaseOxmlElement:
    """All styles of a document that has none, with the defaults first."""
    return parse_xml(_SHEET)


def name(style: BaseOxmlElement) -> str:
    """The name of a style, as it is compared: Word takes no notice of capitals in the names that it gives."""
    element = style.find(qn("w:name"))
    if element is None:
        return ""
    value = element.get(qn("w:val"))
    return str(value).casefold()


def piece(xml: str) -> BaseOxmlElement:
    """The element that a piece of WordprocessingML stands for."""
    ends_of_name = (xml.find(" "), xml.find(">"), xml.find("/>"))
    end = min(place for place in ends_of_name if place > 0)
    return parse_xml(f"{xml[:end]} {nsdecls('w')}{xml[end:]}")

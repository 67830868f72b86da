package org.dapple.eval.report;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A part of a rendered page, parsed as XML, for asking what is in it. */
public record Page(Element root) {

    public static Page parse(String html) {
        try {
            InputSource source = new InputSource(new StringReader(html));
            return new Page(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(source)
                    .getDocumentElement());
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError("the page is not well-formed: " + e.getMessage(), e);
        }
    }

    public List<Element> elements(String name) {
        NodeList nodes = root.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    public List<Page> classed(String name, String kind) {
        return elements(name).stream()
                .filter(element -> Arrays.asList(element.getAttribute("class").split(" ", -1))
                        .contains(kind))
                .map(Page::new)
                .toList();
    }

    public List<String> texts(String name) {
        return elements(name).stream().map(Element::getTextContent).toList();
    }

    public String text() {
        return root.getTextContent();
    }

    public String attribute(String name) {
        return root.getAttribute(name);
    }
}

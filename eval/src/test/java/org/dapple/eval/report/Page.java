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
record Page(Element root) {

    static Page parse(String html) {
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

    List<Element> elements(String name) {
        NodeList nodes = root.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    List<Page> classed(String name, String kind) {
        return elements(name).stream()
                .filter(element -> Arrays.asList(element.getAttribute("class").split(" ", -1))
                        .contains(kind))
                .map(Page::new)
                .toList();
    }

    List<String> texts(String name) {
        return elements(name).stream().map(Element::getTextContent).toList();
    }

    String text() {
        return root.getTextContent();
    }

    String attribute(String name) {
        return root.getAttribute(name);
    }
}

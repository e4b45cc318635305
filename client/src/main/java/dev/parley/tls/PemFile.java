package dev.parley.tls;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * The objects of one PEM file (RFC 7468): certificates, revocation lists and private keys. Whatever else it holds is
 * named in the errors.
 */
final class PemFile {
    private final Path path;
    private final List<PemObject> objects;
    private final byte[] content;

    private PemFile(Path path, List<PemObject> objects, byte[] content) {
        this.path = path;
        this.objects = objects;
        this.content = content;
    }

    static PemFile read(Path path) {
        byte[] content = WatchedFiles.read(path);
        List<PemObject> objects = new ArrayList<>();
        // Latin-1 keeps what is no PEM harmless: comments in any encoding, or DER.
        try (PemReader reader = new PemReader(new StringReader(new String(content, StandardCharsets.ISO_8859_1)))) {
            for (PemObject object = reader.readPemObject(); object != null; object = reader.readPemObject()) {
                objects.add(object);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new InputException(
                    Reason.BAD_CERTIFICATE, path + " is damaged PEM: " + e.getMessage(), "is the file cut off?", e);
        }
        return new PemFile(path, objects, content);
    }

    /** The certificates, at least one; a file that is no PEM may be one certificate in DER. */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemObject object : objects) {
            if (object.getType().equals("CERTIFICATE") || object.getType().equals("X509 CERTIFICATE")) {
                certificates.add(certificate(object.getContent()));
            }
        }
        if (certificates.isEmpty() && objects.isEmpty() && looksLikeDer()) {
            certificates.add(certificate(content));
        }
        if (certificates.isEmpty()) {
            throw new InputException(
                    Reason.BAD_CERTIFICATE, path + " holds no certificate; it holds " + holds(), null, null);
        }
        return certificates;
    }

    /** The revocation lists, at least one. */
    List<X509CRL> crls() {
        List<X509CRL> crls = new ArrayList<>();
        try {
            for (PemObject object : objects) {
                if (object.getType().equals("X509 CRL")) {
                    crls.add(crl(object.getContent()));
                }
            }
            if (objects.isEmpty() && looksLikeDer()) {
                crls.add(crl(content));
            }
        } catch (CRLException | CertificateException e) {
            throw new InputException(
                    Reason.BAD_CERTIFICATE,
                    path + " holds a revocation list that cannot be read: " + e.getMessage(),
                    null,
                    e);
        }
        if (crls.isEmpty()) {
            throw InputException.of(
                    Reason.BAD_CERTIFICATE, path + " holds no certificate revocation list; it holds " + holds());
        }
        return crls;
    }

    /** The first private key, decrypted if it must be. */
    PrivateKey privateKey(Passphrase passphrase) {
        Optional<PemObject> found = objects.stream()
                .filter(object -> object.getType().endsWith("PRIVATE KEY"))
                .findFirst();
        PemObject key = found.orElseThrow(() -> new InputException(
                Reason.BAD_KEY,
                path + " holds no private key; it holds " + holds(),
                "give the file of the key, too: the certificate's file need not hold it",
                null));
        return new PemKey(path, key).read(passphrase);
    }

    private X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new InputException(
                    Reason.BAD_CERTIFICATE,
                    path + " holds a certificate that cannot be read: " + e.getMessage(),
                    null,
                    e);
        }
    }

    private static X509CRL crl(byte[] der) throws CertificateException, CRLException {
        return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    }

    private boolean looksLikeDer() {
        return content.length > 1 && content[0] == 0x30;
    }

    /** What is in the file, in words: "a CERTIFICATE REQUEST", "2 × CERTIFICATE and a PRIVATE KEY". */
    private String holds() {
        if (content.length == 0) {
            return "nothing";
        }
        if (objects.isEmpty()) {
            return looksLikeDer() ? "DER that is something else" : "no PEM";
        }
        return objects.stream()
                .collect(Collectors.groupingBy(PemObject::getType, LinkedHashMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() == 1 ? "one " + entry.getKey() : entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}

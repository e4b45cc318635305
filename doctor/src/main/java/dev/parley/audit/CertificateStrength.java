package dev.parley.audit;

import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X962Parameters;
import org.bouncycastle.asn1.x9.X9ECParameters;

/** How strong the key and the signature of a certificate are (RFC 9325 section 4.5, RFC 9155). */
final class CertificateStrength {
    private static final int LEAST_RSA = 2_048;
    private static final int LEAST_CURVE = 224;
    private static final String EC = "1.2.840.10045.2.1";

    private CertificateStrength() {}

    /** The key in words: {@code RSA with 2048 bits}. */
    static String key(X509Certificate certificate) {
        if (certificate.getPublicKey() instanceof RSAKey rsa) {
            return "RSA with " + rsa.getModulus().bitLength() + " bits";
        }
        return curve(certificate)
                .map(order -> "a curve of " + order.bitLength() + " bits")
                .orElse(certificate.getPublicKey().getAlgorithm());
    }

    static boolean isKeyStrong(X509Certificate certificate) {
        if (certificate.getPublicKey() instanceof RSAKey rsa) {
            return rsa.getModulus().bitLength() >= LEAST_RSA;
        }
        Optional<BigInteger> order = curve(certificate);
        if (order.isPresent()) {
            return order.get().bitLength() >= LEAST_CURVE;
        }
        return !certificate.getPublicKey().getAlgorithm().equals("DSA");
    }

    /** The order of the curve of the key, also of a curve that the JDK no longer knows. */
    private static Optional<BigInteger> curve(X509Certificate certificate) {
        SubjectPublicKeyInfo key =
                SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded());
        if (!key.getAlgorithm().getAlgorithm().getId().equals(EC)) {
            return Optional.empty();
        }
        X962Parameters parameters =
                X962Parameters.getInstance(key.getAlgorithm().getParameters());
        X9ECParameters curve = parameters.isNamedCurve()
                ? ECNamedCurveTable.getByOID(ASN1ObjectIdentifier.getInstance(parameters.getParameters()))
                : X9ECParameters.getInstance(parameters.getParameters());
        return Optional.ofNullable(curve).map(X9ECParameters::getN);
    }

    /** The signature in words: {@code SHA256withRSA}. */
    static String signature(X509Certificate certificate) throws IOException {
        if (!certificate.getSigAlgName().toUpperCase(Locale.ROOT).contains("PSS")) {
            return certificate.getSigAlgName();
        }
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            byte[] encoded = certificate.getSigAlgParams();
            if (encoded == null) {
                return "RSASSA-PSS with SHA-1";
            }
            parameters.init(encoded);
            return "RSASSA-PSS with "
                    + parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
        } catch (GeneralSecurityException e) {
            throw new IOException("the parameters of a signature cannot be read: " + e.getMessage(), e);
        }
    }

    static boolean isSignatureStrong(X509Certificate certificate) throws IOException {
        String name = signature(certificate).toUpperCase(Locale.ROOT).replace("-", "");
        return !name.contains("MD5") && !name.contains("MD2") && !name.contains("SHA1");
    }
}

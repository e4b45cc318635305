package dev.parley.audit;

import dev.parley.probe.Octets;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * An OCSP response that a server sent along with its certificate (RFC 6066 section 8), held against RFC 6960: what it says, of
 * whom, for how long, and whether it was signed by somebody who may say so.
 *
 * @param response in DER
 * @param about the server's certificate
 * @param issuer who issued that
 * @param now the time
 */
record Staple(Octets response, X509Certificate about, X509Certificate issuer, Instant now) {
    /** What is wrong with it, or nothing. */
    String wrong() {
        try {
            OCSPResp outer = new OCSPResp(response.array());
            if (outer.getStatus() != OCSPResp.SUCCESSFUL
                    || !(outer.getResponseObject() instanceof BasicOCSPResp basic)) {
                return "the response is the error " + outer.getStatus();
            }
            for (SingleResp single : basic.getResponses()) {
                if (isAbout(single)) {
                    String wrong = wrongWith(single);
                    return wrong.isEmpty() ? wrongWithSigner(basic) : wrong;
                }
            }
            return "the response is about another certificate";
        } catch (IOException | OCSPException | GeneralSecurityException | OperatorCreationException e) {
            return "the response cannot be read: " + e.getMessage();
        }
    }

    private boolean isAbout(SingleResp single) throws OCSPException, OperatorCreationException, CertificateException {
        return single.getCertID().getSerialNumber().equals(about.getSerialNumber())
                && single.getCertID()
                        .matchesIssuer(
                                new JcaX509CertificateHolder(issuer), new JcaDigestCalculatorProviderBuilder().build());
    }

    private String wrongWith(SingleResp single) {
        if (single.getCertStatus() != CertificateStatus.GOOD) {
            return "the response says that the certificate is revoked or unknown";
        }
        Date next = single.getNextUpdate();
        if (next != null && now.isAfter(next.toInstant())) {
            return "the response was good until " + next.toInstant();
        }
        return now.isBefore(single.getThisUpdate().toInstant())
                ? "the response is from the future: " + single.getThisUpdate().toInstant()
                : "";
    }

    /** The issuer signs by itself, or has given somebody a certificate for just that (RFC 6960 section 4.2.2.2). */
    private String wrongWithSigner(BasicOCSPResp basic)
            throws OCSPException, OperatorCreationException, GeneralSecurityException {
        List<X509Certificate> signers = new ArrayList<>(List.of(issuer));
        for (X509CertificateHolder sent : basic.getCerts()) {
            X509Certificate delegate = new JcaX509CertificateConverter().getCertificate(sent);
            if (mayAnswerFor(delegate)) {
                signers.add(delegate);
            }
        }
        for (X509Certificate signer : signers) {
            if (basic.isSignatureValid(new JcaContentVerifierProviderBuilder().build(signer.getPublicKey()))) {
                return "";
            }
        }
        return "the response is signed neither by "
                + issuer.getSubjectX500Principal().getName()
                + ", which issued the certificate, nor by anybody whom it lets answer";
    }

    private boolean mayAnswerFor(X509Certificate delegate) throws CertificateParsingException {
        List<String> usages = delegate.getExtendedKeyUsage();
        return usages != null
                && usages.contains(KeyPurposeId.id_kp_OCSPSigning.getId())
                && !now.isBefore(delegate.getNotBefore().toInstant())
                && !now.isAfter(delegate.getNotAfter().toInstant())
                && ServerChain.issuerOf(delegate, List.of(issuer)).isPresent();
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";

/// @title A passkey's own signature
/// @notice Checks what an authenticator signed (WebAuthn level 2): that a person was present
/// and verified, and that the challenge was the given one. A passkey is known by an address
/// made from its public key, as an account is, so that it can be named wherever an account is.
library Passkeys {
    /// @notice The most bytes of client data and of authenticator data.
    uint256 internal constant MAX_DATA = 1024;

    /// @notice The address of a P-256 key: the last 20 bytes of the Keccak-256 of its point.
    function addressOf(bytes32[2] calldata key) internal pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encodePacked(key)))));
    }

    /// @notice Whether the passkey signed this challenge. The s of the signature must be low.
    function signed(
        bytes32[2] calldata key,
        bytes calldata authenticatorData,
        bytes calldata clientDataJSON,
        bytes32[2] calldata signature,
        bytes32 challenge
    ) internal view returns (bool) {
        uint256 n = authenticatorData.length;
        if (n < 37 || n > MAX_DATA || clientDataJSON.length > MAX_DATA) return false;
        // The relying party's hash (32), then the flags: bit 0 a person was present, bit 2 verified.
        if (authenticatorData[32] & 0x05 != 0x05) return false;
        // WebAuthn fixes the order of the first members, so that no JSON need be parsed.
        bytes memory head = abi.encodePacked(
            '{"type":"webauthn.get","challenge":"',
            Base64.encodeURL(abi.encodePacked(challenge)),
            '"'
        );
        if (clientDataJSON.length < head.length) return false;
        if (keccak256(clientDataJSON[:head.length]) != keccak256(head)) return false;
        return
            P256.verifySolidity(
                sha256(abi.encodePacked(authenticatorData, sha256(clientDataJSON))),
                signature[0],
                signature[1],
                key[0],
                key[1]
            );
    }
}

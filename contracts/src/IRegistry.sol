// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice What a principal is. The numbers are those of `custos.Role`.
enum Role {
    None,
    Edge,
    Fog,
    Cloud,
    Authority,
    Service
}

/// @title What the other contracts ask of the registry
interface IRegistry {
    /// @notice The owner whose domain is the path or an ancestor of it; zero if there is none.
    /// @param segments the Keccak-256 of each segment of the path, at most eight
    function ownerOf(bytes32[] calldata segments) external view returns (address);

    /// @notice The same, with his generation and the path hash of his domain; all zero if there is none.
    function holderOf(
        bytes32[] calldata segments
    ) external view returns (address owner, uint16 generation, bytes32 domain);

    /// @notice The active owner of exactly the domain with this path hash, zero if there is none,
    /// and the block in which the domain was admitted.
    function ownerOfDomain(bytes32 domain) external view returns (address owner, uint32 tenure);

    /// @notice An active owner's generation and the path hash of his domain; zero if the account is
    /// not an active owner. A generation is never zero.
    function ownership(address account) external view returns (uint16 generation, bytes32 domain);

    /// @notice What a principal is that is active under an active owner, which of the account's
    /// registrations that is, and his owner; None and zero otherwise.
    function standingOf(address account) external view returns (Role role, uint16 registration, address owner);

    /// @notice Who signed the challenge by a passkey: the address made from its key, which may be
    /// that of a principal; zero if the assertion is not good.
    /// @param key the two coordinates of its point
    /// @param signature r, and an s in the lower half
    function passkeyOf(
        bytes32[2] calldata key,
        bytes calldata authenticatorData,
        bytes calldata clientDataJSON,
        bytes32[2] calldata signature,
        bytes32 challenge
    ) external view returns (address);

    /// @notice How many owners are active.
    function activeOwners() external view returns (uint16);

    /// @notice Whether the account is an active fog principal of this owner.
    function isFogOf(address account, address owner) external view returns (bool);
}

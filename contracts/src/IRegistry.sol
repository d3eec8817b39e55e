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

    /// @notice The active owner of exactly the domain with this path hash; zero if there is none.
    function ownerOfDomain(bytes32 domain) external view returns (address);

    /// @notice The path hash of an active owner's domain; zero if the account is not an active owner.
    function domainOf(address account) external view returns (bytes32);

    /// @notice Whether the account is a principal that is active under an active owner.
    function isActive(address account) external view returns (bool);

    /// @notice The role of a principal that is active under an active owner; None otherwise.
    function roleOf(address account) external view returns (Role);

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

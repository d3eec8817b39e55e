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

    /// @notice Whether the account is an active fog principal of this owner.
    function isFogOf(address account, address owner) external view returns (bool);
}

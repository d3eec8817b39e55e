// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package bindings

import (
	"bytes"
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Reference imports to suppress errors if they are not otherwise used.
var (
	_ = bytes.Equal
	_ = errors.New
	_ = big.NewInt
	_ = common.Big1
	_ = types.BloomLookup
	_ = abi.ConvertType
)

// RegistryChange is an auto generated low-level Go binding around an user-defined struct.
type RegistryChange struct {
	Kind        uint8
	Account     common.Address
	Replacement common.Address
	Name        string
	Domain      []string
	WitnessKey  [32]byte
	Threshold   uint16
	Node        RegistryNewNode
	Subject     [32]byte
}

// RegistryNewNode is an auto generated low-level Go binding around an user-defined struct.
type RegistryNewNode struct {
	Account   common.Address
	Name      string
	TlsKey    [32]byte
	Endpoints string
	Consent   []byte
}

// RegistryNewOwner is an auto generated low-level Go binding around an user-defined struct.
type RegistryNewOwner struct {
	Account    common.Address
	Name       string
	Domain     []string
	WitnessKey [32]byte
	Node       RegistryNewNode
}

// RegistryNewPrincipal is an auto generated low-level Go binding around an user-defined struct.
type RegistryNewPrincipal struct {
	Account   common.Address
	Name      string
	Role      uint8
	Domain    []string
	TlsKey    [32]byte
	Endpoints string
	Consent   []byte
}

// RegistryOwner is an auto generated low-level Go binding around an user-defined struct.
type RegistryOwner struct {
	Account    common.Address
	Name       string
	Domain     string
	WitnessKey [32]byte
	Active     bool
	Since      uint64
	Generation uint16
}

// RegistryPrincipal is an auto generated low-level Go binding around an user-defined struct.
type RegistryPrincipal struct {
	Account      common.Address
	Name         string
	Role         uint8
	Owner        common.Address
	Domain       string
	TlsKey       [32]byte
	Active       bool
	Since        uint64
	Endpoints    string
	Generation   uint16
	Registration uint16
}

// RegistryMetaData contains all meta data concerning the Registry contract.
var RegistryMetaData = bind.MetaData{
	ABI: "[{\"inputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string[]\",\"name\":\"domain\",\"type\":\"string[]\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"},{\"internalType\":\"bytes\",\"name\":\"consent\",\"type\":\"bytes\"}],\"internalType\":\"structRegistry.NewNode\",\"name\":\"node\",\"type\":\"tuple\"}],\"internalType\":\"structRegistry.NewOwner[]\",\"name\":\"owners\",\"type\":\"tuple[]\"},{\"internalType\":\"uint16\",\"name\":\"votes\",\"type\":\"uint16\"}],\"stateMutability\":\"nonpayable\",\"type\":\"constructor\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"AlreadyExecuted\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"AlreadyVoted\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadChange\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadEndpoints\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadName\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadPath\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadRole\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint16\",\"name\":\"threshold\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"owners\",\"type\":\"uint16\"}],\"name\":\"BadThreshold\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"successor\",\"type\":\"address\"}],\"name\":\"Closed\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"}],\"name\":\"DomainOverlaps\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"IsOwner\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"IsPrincipal\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NoConsent\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"NoSubject\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"NoSuchIndex\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"NoWitnessKey\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotAnOwner\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotYourPrincipal\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"OtherChange\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"}],\"name\":\"OutsideDomain\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"OwnerExists\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"}],\"name\":\"PrincipalTaken\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"ProposalVoid\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"TooManyOwners\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"TooManyPrincipals\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"UnknownProposal\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"ZeroAddress\",\"type\":\"error\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"blockHash\",\"type\":\"bytes32\"}],\"name\":\"ChainAccepted\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"Executed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"successor\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"subject\",\"type\":\"bytes32\"}],\"name\":\"HandedOver\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structRegistry.Principal\",\"name\":\"principal\",\"type\":\"tuple\"}],\"name\":\"NodeUpdated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structRegistry.Owner\",\"name\":\"owner\",\"type\":\"tuple\"}],\"name\":\"OwnerAdded\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structRegistry.Owner\",\"name\":\"owner\",\"type\":\"tuple\"}],\"name\":\"OwnerRemoved\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"replacement\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structRegistry.Owner\",\"name\":\"previous\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structRegistry.Owner\",\"name\":\"owner\",\"type\":\"tuple\"}],\"name\":\"OwnerRotated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structRegistry.Principal\",\"name\":\"principal\",\"type\":\"tuple\"}],\"name\":\"PrincipalDeactivated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structRegistry.Principal\",\"name\":\"principal\",\"type\":\"tuple\"}],\"name\":\"PrincipalRegistered\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"enumRegistry.ChangeKind\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"replacement\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string[]\",\"name\":\"domain\",\"type\":\"string[]\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"uint16\",\"name\":\"threshold\",\"type\":\"uint16\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"},{\"internalType\":\"bytes\",\"name\":\"consent\",\"type\":\"bytes\"}],\"internalType\":\"structRegistry.NewNode\",\"name\":\"node\",\"type\":\"tuple\"},{\"internalType\":\"bytes32\",\"name\":\"subject\",\"type\":\"bytes32\"}],\"indexed\":false,\"internalType\":\"structRegistry.Change\",\"name\":\"change\",\"type\":\"tuple\"}],\"name\":\"Proposed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"uint16\",\"name\":\"threshold\",\"type\":\"uint16\"},{\"indexed\":false,\"internalType\":\"uint16\",\"name\":\"owners\",\"type\":\"uint16\"}],\"name\":\"ThresholdSet\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint16\",\"name\":\"votes\",\"type\":\"uint16\"}],\"name\":\"Voted\",\"type\":\"event\"},{\"inputs\":[],\"name\":\"MAX_ENDPOINTS\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_NAME\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_OWNERS\",\"outputs\":[{\"internalType\":\"uint16\",\"name\":\"\",\"type\":\"uint16\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_PRINCIPALS\",\"outputs\":[{\"internalType\":\"uint16\",\"name\":\"\",\"type\":\"uint16\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"blockHash\",\"type\":\"bytes32\"}],\"name\":\"acceptedChain\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"activeOwners\",\"outputs\":[{\"internalType\":\"uint16\",\"name\":\"\",\"type\":\"uint16\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"owner_\",\"type\":\"address\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"}],\"name\":\"consentTo\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"deactivatePrincipal\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"handOver\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"successor\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"subject\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32[]\",\"name\":\"segments\",\"type\":\"bytes32[]\"}],\"name\":\"holderOf\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"owner_\",\"type\":\"address\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"owner_\",\"type\":\"address\"}],\"name\":\"isFogOf\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"owner\",\"outputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"}],\"internalType\":\"structRegistry.Owner\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"ownerAt\",\"outputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"}],\"internalType\":\"structRegistry.Owner\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"ownerCount\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32[]\",\"name\":\"segments\",\"type\":\"bytes32[]\"}],\"name\":\"ownerOf\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"}],\"name\":\"ownerOfDomain\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"owner_\",\"type\":\"address\"},{\"internalType\":\"uint16\",\"name\":\"tenure\",\"type\":\"uint16\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"ownership\",\"outputs\":[{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32[2]\",\"name\":\"key\",\"type\":\"bytes32[2]\"},{\"internalType\":\"bytes\",\"name\":\"authenticatorData\",\"type\":\"bytes\"},{\"internalType\":\"bytes\",\"name\":\"clientDataJSON\",\"type\":\"bytes\"},{\"internalType\":\"bytes32[2]\",\"name\":\"signature\",\"type\":\"bytes32[2]\"},{\"internalType\":\"bytes32\",\"name\":\"challenge\",\"type\":\"bytes32\"}],\"name\":\"passkeyOf\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"principal\",\"outputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"internalType\":\"structRegistry.Principal\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"principalAt\",\"outputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"internalType\":\"structRegistry.Principal\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"principalCount\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"proposal\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint16\",\"name\":\"votes\",\"type\":\"uint16\"},{\"internalType\":\"bool\",\"name\":\"executed\",\"type\":\"bool\"},{\"internalType\":\"bool\",\"name\":\"void_\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"proposalCount\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"enumRegistry.ChangeKind\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"replacement\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string[]\",\"name\":\"domain\",\"type\":\"string[]\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"uint16\",\"name\":\"threshold\",\"type\":\"uint16\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"},{\"internalType\":\"bytes\",\"name\":\"consent\",\"type\":\"bytes\"}],\"internalType\":\"structRegistry.NewNode\",\"name\":\"node\",\"type\":\"tuple\"},{\"internalType\":\"bytes32\",\"name\":\"subject\",\"type\":\"bytes32\"}],\"internalType\":\"structRegistry.Change\",\"name\":\"change\",\"type\":\"tuple\"}],\"name\":\"propose\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"string[]\",\"name\":\"domain\",\"type\":\"string[]\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"},{\"internalType\":\"bytes\",\"name\":\"consent\",\"type\":\"bytes\"}],\"internalType\":\"structRegistry.NewPrincipal\",\"name\":\"p\",\"type\":\"tuple\"}],\"name\":\"registerPrincipal\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"standingOf\",\"outputs\":[{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"},{\"internalType\":\"address\",\"name\":\"owner_\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"threshold\",\"outputs\":[{\"internalType\":\"uint16\",\"name\":\"\",\"type\":\"uint16\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"}],\"name\":\"updateNode\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"components\":[{\"internalType\":\"enumRegistry.ChangeKind\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"replacement\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string[]\",\"name\":\"domain\",\"type\":\"string[]\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"uint16\",\"name\":\"threshold\",\"type\":\"uint16\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"},{\"internalType\":\"bytes\",\"name\":\"consent\",\"type\":\"bytes\"}],\"internalType\":\"structRegistry.NewNode\",\"name\":\"node\",\"type\":\"tuple\"},{\"internalType\":\"bytes32\",\"name\":\"subject\",\"type\":\"bytes32\"}],\"internalType\":\"structRegistry.Change\",\"name\":\"change\",\"type\":\"tuple\"}],\"name\":\"vote\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "Registry",
	Bin: "0x6080806040523461136c57615e87803803809161001c828561158c565b833981019060408183031261136c5780516001600160401b03811161136c5781019180601f8401121561136c57825192610055846115af565b93610063604051958661158c565b80855260208086019160051b8301019183831161136c5760208101915b8383106113715760208601518761ffff8216820361136c578051906040821161130657906000915b81831061017d57836004549061ffff8260101c16918261ffff831611801561013f575b61012257907fdba0a4a41dcb619ccc733c6a18cdbe8e68762cc624339ed2c8ba8acd26a4f29c9260409261ffff83169061ffff19161760045561ffff8351921682526020820152a160405161440b9081611a7c8239f35b5061ffff906367332f5560e11b6000521660045260245260446000fd5b506201fffe8260011b1661ffff8316810460021461ffff8416151715610167578310156100cb565b634e487b7160e01b600052601160045260246000fd5b90919261018a8483611652565b5180516001600160a01b03161561108157606081019485511561135b5781516001600160a01b0390811660009081526001602052604090205416611339576101d560208301516116d8565b81516001600160a01b03166000908152602081905260409020805460ff1661131757604061ffff60045460101c1614611306576102156040840151611706565b966102236040850151611853565b946001600160a01b036102358a6118fa565b166112e457885197610247898b611979565b918260005260036020526040600020546112c257600091825b60018401808511610167578d5111156102ca576102c490610281858f611652565b5160405190602082019283526040820152604081526102a160608261158c565b5190209384600052600360205260406000206102bd81546119c8565b90556119c8565b92610260565b50999150995095939560018060a01b03865116826000526002602052600161ffff60406000205460a01c160161ffff81116101675760408051929083016001600160401b0381118482101761116057604090815290835261ffff91909116602080840191825260008681526002909152919091209151825491516001600160b01b03199092166001600160a01b03919091161760a09190911b61ffff60a01b16179055835460081c60ff1615611242575b83546001600160581b0319166101018181179260101b62ff000016916cffff0000000000000000000000916103cb9184174360181b6affffffffffffffff00000016171760581c61ffff1661168b565b60581b1661ffff60581b1992909216176affffffffffffffff0000004360181b16171761ffff60681b1916835560018301555160028201556020830151805160038301916001600160401b03821161116057610427835461169e565b601f81116111ec575b50602090601f83116001146111815760049493929160009183611176575b50508160011b916000199060031b1c19161790555b82519101916001600160401b038211611160578190610482845461169e565b601f8111611102575b50602090601f831160011461109d57600092611092575b50508160011b916000199060031b1c19161790555b60045463ffff00006104cf61ffff8360101c1661168b565b60101b169063ffff000019161760045560018060a01b03815116600060c06040516104f981611555565b82815260606020820152606060408201528260608201528260808201528260a082015201528060005260006020527fbe9e9f29351702332f36f4c15b418d5635aa43cba5ea48902dac426f3ac4eeaf6040600020600281015481549061ffff6040519261056584611555565b8684526105876004610579600388016119d7565b9660208701978852016119d7565b60408501908152606085019384526080850160ff83161515815261060560a087019260018060401b038560181c1684528560c089019560581c1685526105f2604051998a9960208b5260018060a01b0390511660208b01525160e060408b01526101008a0190611666565b9051888203601f190160608a0152611666565b9451608087015251151560a0860152516001600160401b031660c0850152511660e08301520390a2608081015180519091906001600160a01b031680610653575b50505060010191906100a8565b60018060a01b0382511692604060208201519301519060408101519360806060830151920151906040519461068786611555565b80865260208601918252600260408701908152606087019586526080870197885260a0870194855260c08701939093526001600160a01b03161561108157815195600687101561106b576000961561105c576106e382516116d8565b60ff8451511161104d5785516001600160a01b031687526020879052604087205460081c60ff166110305785516001600160a01b039081168852600160209081526040808a208054938416808c52928b9052908a2090979260a881901c60ff169182611024575b8261100a575b5050610fea5750606093889181516006811015610e89576003148015610fd6575b8151805115801590610fce575b610f3d575b50508a8a528960205260408a209161ffff835460681c166104008114610f2e576107ac9061168b565b835461ffff60681b191660689190911b6effff000000000000000000000000001617835588546001600160a01b031615610e9d575b88546001600160a01b0319166001600160a01b038d16178955516006811015610e8957885491515164ffffffffff60b01b1961ffff60a01b1990931660a09290921b60ff60a01b1691909117600160a81b1791821660b09190911b60ff60b01b169081174360b81b63ffffffff60b81b169081178a55925466ffffffffffffff60b01b19909216179160809190911b61ffff60d81b169061ffff60e81b610892848317841760e81c61ffff1661168b565b60e81b169261ffff60e81b19161717178655600186015551600285015551600384019080519060018060401b038211610e755781906108d1845461169e565b601f8111610e1b575b50602090601f8311600114610db8578992610dad575b50508160011b916000199060031b1c19161790555b805160048401916001600160401b038211610d9957610924835461169e565b601f8111610d47575b50602090601f8311600114610ce057600594939291889183610cd5575b50508160011b916000199060031b1c19161790555b51805191909201916001600160401b038211610cc1578190610981845461169e565b601f8111610c67575b50602090601f8311600114610c04578692610bf9575b50508160011b916000199060031b1c19161790555b60018060a01b0390511690806101406040516109d081611570565b82815260606020820152826040820152826060820152606060808201528260a08201528260c08201528260e08201526060610100820152826101208201520152818152600160205260408120805460ff8160a01c169260028301549060405193610a3985611570565b868552610a48600382016119d7565b956020860196875260408601906006811015610be55781526001600160a01b0385166060870190815290610a7e600484016119d7565b6080880190815260a0880195865260c088019260ff8860a81c1615158452610ab8600560e08b019663ffffffff8b60b81c168852016119d7565b956101008a01968752610b0f6101208b019a61ffff8b60d81c168c5261ffff61014082019b60e81c168b52610160604080519e8f936020855260018060a01b039051166020850152519201526101808d0190611666565b9351906006821015610bd1575060608b0152516001600160a01b031660808a015251888203601f190160a08a015260019b9a99987f0fc25ee2b5dc5e91cc1da614e5a0bcc80f57c1e3af34955203ca32a0ebd4f4109890978897919661ffff9691958795610bb595929392610b849190611666565b935160c08b015251151560e08a01528e8060401b0390511661010089015251601f1988830301610120890152611666565b93511661014085015251166101608301520390a3908580610646565b634e487b7160e01b81526021600452602490fd5b634e487b7160e01b84526021600452602484fd5b015190508a806109a0565b8487528187209250601f198416875b818110610c4f5750908460019594939210610c36575b505050811b0190556109b5565b015160001960f88460031b161c191690558a8080610c29565b92936020600181928786015181550195019301610c13565b8281111561098a5790915083865260208620601f840160051c9060208510610cb9575b849392601f0160051c8290039101875b828110610ca857505061098a565b808201899055859450600101610c9a565b879150610c8a565b634e487b7160e01b85526041600452602485fd5b015190508d8061094a565b8388528188209190601f198416895b818110610d2f575091600193918560059897969410610d16575b505050811b01905561095f565b015160001960f88460031b161c191690558d8080610d09565b92936020600181928786015181550195019301610cef565b8281111561092d5783885260208820601f840160051c9060208510610d91575b81601f9101920160051c0390885b828110610d8357505061092d565b808a60019284015501610d75565b899150610d67565b634e487b7160e01b87526041600452602487fd5b015190508d806108f0565b848a52818a209250601f1984168a5b818110610e035750908460019594939210610dea575b505050811b019055610905565b015160001960f88460031b161c191690558d8080610ddd565b92936020600181928786015181550195019301610dc7565b828111156108da5790915083895260208920601f840160051c9060208510610e6d575b849392601f0160051c82900391018a5b828110610e5c5750506108da565b8082018c9055859450600101610e4e565b8a9150610e3e565b634e487b7160e01b88526041600452602488fd5b634e487b7160e01b8b52602160045260248bfd5b60018060a01b038a511660065468010000000000000000811015610f1a576001810180600655811015610f065760068d527ff652222313e28459528d920b65115c16c04f3efc82aaedc97be59f3f377c0d3f0180546001600160a01b03191690911790556107e1565b634e487b7160e01b8d52603260045260248dfd5b634e487b7160e01b8d52604160045260248dfd5b63f8a26a8b60e01b8c5260048cfd5b909650610f4b919350611706565b610f558351611853565b956001600160a01b03610f67836118fa565b16908c8214159182610fb3575b5050610f8d578051610f8591611979565b918f80610783565b6040516364eae18160e01b81526020600482015280610faf6024820189611666565b0390fd5b1580159250610fc5575b503880610f74565b90501538610fbd565b50811561077e565b5081516006811015610e8957600414610771565b8751637c65e7a160e11b8a526001600160a01b0316600452602452604488fd5b61ffff91925081905460581c169160d81c16148f80610750565b805460ff16925061074a565b8551631ba10c1560e31b88526001600160a01b0316600452602487fd5b6332ac24e360e11b8752600487fd5b63d5c84cfb60e01b8752600487fd5b634e487b7160e01b600052602160045260246000fd5b63d92e233d60e01b60005260046000fd5b0151905088806104a2565b60008581528281209350601f198516905b8181106110ea57509084600195949392106110d1575b505050811b0190556104b7565b015160001960f88460031b161c191690558880806110c4565b929360206001819287860151815501950193016110ae565b8281111561048b57909150836000526020600020601f840160051c9060208510611157575b849392601f0160051c829003910160005b82811061114657505061048b565b600081830155859450600101611138565b60009150611127565b634e487b7160e01b600052604160045260246000fd5b015190508b8061044e565b90601f1983169184600052816000209260005b8181106111d45750916001939185600498979694106111bb575b505050811b019055610463565b015160001960f88460031b161c191690558b80806111ae565b92936020600181928786015181550195019301611194565b8281111561043057836000526020600020601f840160051c9060208510611239575b81601f9101920160051c039060005b82811061122b575050610430565b60008282015560010161121d565b6000915061120e565b60018060a01b03865116600554680100000000000000008110156111605760018101806005558110156112ac5760056000527f036b6384b5eca791c62761152d0c79bb0604c104a5fb6f4eb0703f3154bb3db00180546001600160a01b031916909117905561037b565b634e487b7160e01b600052603260045260246000fd5b6040516334a3ab4160e01b81526020600482015280610faf602482018b611666565b6040516334a3ab4160e01b81526020600482015280610faf6024820189611666565b631785167360e21b60005260046000fd5b8251632314c75760e01b60009081526001600160a01b03909116600452602490fd5b505163916e4e8560e01b60009081526001600160a01b03909116600452602490fd5b6349ad267760e11b60005260046000fd5b600080fd5b82516001600160401b03811161136c5782019060a0828703601f19011261136c576040519161139f8361153a565b6113ab602082016115c6565b835260408101516001600160401b03811161136c578760206113cf928401016115fd565b602084015260608101516001600160401b03811161136c5760209082010187601f8201121561136c578051611403816115af565b91611411604051938461158c565b81835260208084019260051b820101918a831161136c5760208201905b83821061150d575050505060408401526080810151606084015260a08101516001600160401b03811161136c5760209101019060a08288031261136c57604051926114788461153a565b611481836115c6565b845260208301516001600160401b03811161136c57886114a29185016115fd565b60208501526040838101519085015260608301516001600160401b03811161136c57886114d09185016115fd565b60608501526080830151936001600160401b03851161136c576114f8896020968796016115fd565b60808201526080820152815201920191610080565b81516001600160401b03811161136c5760209161152f8e8480948801016115fd565b81520191019061142e565b60a081019081106001600160401b0382111761116057604052565b60e081019081106001600160401b0382111761116057604052565b61016081019081106001600160401b0382111761116057604052565b601f909101601f19168101906001600160401b0382119082101761116057604052565b6001600160401b0381116111605760051b60200190565b51906001600160a01b038216820361136c57565b60005b8381106115ed5750506000910152565b81810151838201526020016115dd565b81601f8201121561136c5780516020909101906001600160401b0381116111605760405192611636601f8301601f19166020018561158c565b8184528183011161136c5761164f9160208401906115da565b90565b80518210156112ac5760209160051b010190565b9060209161167f815180928185528580860191016115da565b601f01601f1916010190565b61ffff1661ffff81146101675760010190565b90600182811c921680156116ce575b60208310146116b857565b634e487b7160e01b600052602260045260246000fd5b91607f16916116ad565b5180159081156116fb575b506116ea57565b63153736cd60e01b60005260046000fd5b607f915011386116e3565b90815180158015611849575b6117df5761171f816115af565b9061172d604051928361158c565b808252601f1961173c826115af565b01366020840137819360005b8281106117555750505050565b61175f8183611652565b5180518015801561183f575b6117df5760005b81811061179757505090816020600193519101206117908287611652565b5201611748565b82518110156112ac5760ff60f81b6020828501015116606160f81b8110159081611830575b811561180c575b81156117fe575b81156117f0575b50156117df57600101611772565b6364325c9160e01b60005260046000fd5b605f60f81b149050386117d1565b602d60f81b811491506117ca565b9050600360fc1b81101580611822575b906117c3565b50603960f81b81111561181c565b603d60f91b81111591506117bc565b50603f811161176b565b5060088111611712565b90815180156118e2578251156112ac57916020810151926001915b81831061187a57505050565b9091936001906118d98261188e8886611652565b5192602060405194826118aa87945180928580880191016115da565b8301602f60f81b838201526118c882518093856021850191016115da565b01010301601f19810183528261158c565b9401919061186e565b5090506040516118f360208261158c565b6000815290565b805190600882116117df57600090815b83831061191a5750505050600090565b6119248383611652565b51604051906020820192835260408201526040815261194460608261158c565b5190206000818152600260205260409020549092906001600160a01b03168061197157506001019161190a565b935050505090565b6000929183915b81831061198c57505050565b90919360019061199c8684611652565b5160405190602082019283526040820152604081526119bc60608261158c565b51902094019190611980565b60001981146101675760010190565b90604051918260008254926119eb8461169e565b8084529360018116908115611a595750600114611a12575b50611a109250038361158c565b565b90506000929192526020600020906000915b818310611a3d575050906020611a109282010138611a03565b6020919350806001915483858901015201910190918492611a24565b905060209250611a1094915060ff191682840152151560051b82010138611a0356fe6080604052600436101561001257600080fd5b60003560e01c806295b98914610d625780630b8bb14614610d465780630c58022814610c905780630db0262214610c725780632254f92514610be05780632435987914610b7057806327d6d6e014610b075780632a84d92514610ad25780632ce0f9d614610aae5780633b528d3f146109fd57806342cde4e8146109db57806345f49a5814610937578063666e1b39146108fb578063756bf254146108df5780637afa0aa31461083a5780637cdbc4be1461080c5780638de6262e146107e75780638e1e7c3414610730578063af753b08146106d7578063afef73ac14610697578063b06ac8c31461067a578063b216dacc146104e4578063b3c7fa101461036c578063bf5c36a414610350578063c25ee51e14610226578063c7040cc3146101f3578063d6d4ce52146101d5578063da35c664146101ab5763dbc7bc411461015a57600080fd5b346101a65760803660031901126101a657610173610e02565b60243561ffff811681036101a6576044359160068310156101a65760209261019e92606435926117e5565b604051908152f35b600080fd5b346101a65760003660031901126101a65760206001600160401b0360045460601c16604051908152f35b346101a65760003660031901126101a6576020600654604051908152f35b346101a657602061021561021061020936610db0565b36916110d7565b611885565b6001600160a01b0360405191168152f35b346101a65760203660031901126101a6576004356001600160401b0381116101a65760e060031982360301126101a65761025e611913565b610266611c0a565b60009060405161027581611032565b61028182600401610e18565b815260248201356001600160401b03811161034c576102a69060043691850101611749565b60208201526044820135600681101561034c57604082015260648201356001600160401b03811161034c576102e19060043691850101611767565b60608201526084820135608082015260a48201356001600160401b03811161034c576103139060043691850101611749565b60a082015260c48201356001600160401b03811161034c5761034992600461033e9236920101611749565b60c08201523361204d565b80f35b8380fd5b346101a65760003660031901126101a657602060405160ff8152f35b346101a65760203660031901126101a6576004356001600160401b0381116101a657610120816004019160031990360301126101a6576020906103ad611913565b6103b5611c0a565b61019e600454916103d16001600160401b038460601c166114f3565b6001600160401b0381169367ffffffffffffffff60601b8260601b169067ffffffffffffffff60601b1916178060045561040a83611feb565b6040519061041782611017565b81526001600160401b0387820192881c16825261049061ffff60408301600081526001600160401b038060016060870196600088528c60005260078e5260406000209051815501965116166001600160401b03198654161785555116839061ffff60401b82549160401b169061ffff60401b1916179055565b51151560ff60501b82549160501b169060ff60501b1916179055604051847fb6de48ac84098570dd53ef2941c86629cbdee1a6eaa4e14b4f97fef2d32bd4cd3392806104dc8782611562565b0390a3611c45565b346101a65760603660031901126101a6576104fd610e02565b6044356001600160401b0381116101a65761051c903690600401610fdb565b610527929192611913565b61052f611c0a565b61054261053d368386611459565b611fcf565b600561054d83611941565b602435600282015501906001600160401b03811161066457610579816105738454611206565b84611490565b6000601f82116001146106015781906105ab9394956000926105f6575b50508160011b916000199060031b1c19161790565b90555b6105b7816112e4565b7f871c5a13291de08a2762b58a35ace066da845a87465d3444229afd3de74de5f4604051806105f16001600160a01b033396169482610ef6565b0390a3005b013590508580610596565b601f198216948382526020822091805b87811061064c575083600195969710610632575b505050811b0190556105ae565b0135600019600384901b60f8161c19169055848080610625565b90926020600181928686013581550194019101610611565b634e487b7160e01b600052604160045260246000fd5b346101a65760003660031901126101a65760206040516104008152f35b346101a65760203660031901126101a65760043560005260026020526040806000205461ffff8251916001600160a01b038116835260a01c166020820152f35b346101a65760403660031901126101a6576106f0610fc5565b602435906001600160401b0382116101a65761012060031983360301126101a65761072e9161071d611913565b610725611c0a565b60040190611c45565b005b346101a65760e03660031901126101a657366044116101a6576044356001600160401b0381116101a657610768903690600401610fdb565b906064356001600160401b0381116101a657610788903690600401610fdb565b903660c4116101a65761079e9360c435936119ed565b156107de5760206001600160a01b0360405182810190604060048337604081526107c960608261109f565b519020166001600160a01b0360405191168152f35b60206000610215565b346101a65760003660031901126101a657602061ffff60045460101c16604051908152f35b346101a65760003660031901126101a65760406001600160a01b03600a5416600b5482519182526020820152f35b346101a65760203660031901126101a6576001600160401b0361085b610fc5565b1680600052600760205260406000209081549081156108cb57506001608092015460ff8160501c16158091816108ae575b61ffff9060405194855260401c16602084015215604083015215156060820152f35b60045460201c6001600160401b039081169082161415925061088c565b6368df4c2960e11b60005260045260246000fd5b346101a65760003660031901126101a6576020604051607f8152f35b346101a65760203660031901126101a65761093361091f61091a610e02565b6113b4565b604051918291602083526020830190610e81565b0390f35b346101a65760203660031901126101a6576004356109536111b1565b506006548110156109c75760006006548210156109b357600690527ff652222313e28459528d920b65115c16c04f3efc82aaedc97be59f3f377c0d3f0154610933906109a7906001600160a01b03166112e4565b60405191829182610ef6565b634e487b7160e01b81526032600452602490fd5b63082fed2360e31b60005260045260246000fd5b346101a65760003660031901126101a657602061ffff60045416604051908152f35b346101a65760403660031901126101a657610a16610e02565b602435906001600160a01b0382168092036101a6576001600160a01b03166000526001602052604060002080549060ff8260a01c16926006841015610a98576002602094149283610a85575b505081610a75575b506040519015158152f35b610a7f915061199a565b82610a6a565b6001600160a01b03161491508380610a62565b634e487b7160e01b600052602160045260246000fd5b346101a65760203660031901126101a6576109336109a7610acd610e02565b6112e4565b346101a65760203660031901126101a657600435600052600960205260206001600160401b0360406000205416604051908152f35b346101a65760203660031901126101a6576001600160a01b03610b28610e02565b1660005260006020526040600020805460ff8116600014610b645761ffff600160409301549160581c16905b61ffff8351921682526020820152f35b50506040600080610b54565b346101a65760203660031901126101a657600435610b8c61114a565b506005548110156109c75760006005548210156109b357600590527f036b6384b5eca791c62761152d0c79bb0604c104a5fb6f4eb0703f3154bb3db001546109339061091f906001600160a01b03166113b4565b346101a65760203660031901126101a6576001600160a01b03610c01610e02565b16600052600160205260606040600020610c1a8161199a565b60009015610c5d5750546001600160a01b0360ff8260a01c169161ffff82818360e81c169216915b610c4f6040518096610e2c565b166020840152166040820152f35b90506001600160a01b03600061ffff81610c42565b346101a65760003660031901126101a6576020600554604051908152f35b346101a65760203660031901126101a657610ca9610e02565b610cb1611913565b610cba81611941565b60ff60a81b198154169055336000526000602052610d036040600020610ce761ffff825460681c16611123565b815461ffff60681b191660689190911b61ffff60681b16179055565b610d0c816112e4565b7fcd16430a2382d830103be57330a6f7fcf8ffc7ad96cfe1757a895da073076884604051806105f16001600160a01b033396169482610ef6565b346101a65760003660031901126101a657602060405160408152f35b346101a65760606001600160a01b03610d8061021061020936610db0565b168060005260006020526040600020600161ffff825460581c169101549060405192835260208301526040820152f35b9060206003198301126101a6576004356001600160401b0381116101a657826023820112156101a6578060040135926001600160401b0384116101a65760248460051b830101116101a6576024019190565b600435906001600160a01b03821682036101a657565b35906001600160a01b03821682036101a657565b906006821015610a985752565b60005b838110610e4c5750506000910152565b8181015183820152602001610e3c565b90602091610e7581518092818552858086019101610e39565b601f01601f1916010190565b906001600160a01b03825116815260c061ffff81610ec3610eb1602087015160e0602088015260e0870190610e5c565b60408701518682036040880152610e5c565b94606081015160608601526080810151151560808601526001600160401b0360a08201511660a086015201511691015290565b602081526001600160a01b03825116602082015261016061ffff610140610faf610f6d610f326020880151866040890152610180880190610e5c565b610f4460408901516060890190610e2c565b6001600160a01b0360608901511660808801526080880151601f198883030160a0890152610e5c565b60a087015160c087015260c0870151151560e08701526001600160401b0360e088015116610100870152610100870151601f1987830301610120880152610e5c565b9482610120820151168286015201511691015290565b600435906001600160401b03821682036101a657565b9181601f840112156101a6578235916001600160401b0383116101a657602083818601950101116101a657565b359061ffff821682036101a657565b608081019081106001600160401b0382111761066457604052565b60e081019081106001600160401b0382111761066457604052565b61016081019081106001600160401b0382111761066457604052565b60a081019081106001600160401b0382111761066457604052565b606081019081106001600160401b0382111761066457604052565b90601f801991011681019081106001600160401b0382111761066457604052565b6001600160401b0381116106645760051b60200190565b9291906110e3816110c0565b936110f1604051958661109f565b602085838152019160051b81019283116101a657905b82821061111357505050565b8135815260209182019101611107565b61ffff168015611134576000190190565b634e487b7160e01b600052601160045260246000fd5b6040519061115782611032565b600060c08382815260606020820152606060408201528260608201528260808201528260a08201520152565b805482101561119b5760005260206000200190600090565b634e487b7160e01b600052603260045260246000fd5b604051906111be8261104d565b60006101408382815260606020820152826040820152826060820152606060808201528260a08201528260c08201528260e08201526060610100820152826101208201520152565b90600182811c92168015611236575b602083101461122057565b634e487b7160e01b600052602260045260246000fd5b91607f1691611215565b906040519182600082549261125484611206565b80845293600181169081156112c2575060011461127b575b506112799250038361109f565b565b90506000929192526020600020906000915b8183106112a6575050906020611279928201013861126c565b602091935080600191548385890101520191019091849261128d565b90506020925061127994915060ff191682840152151560051b8201013861126c565b6001600160a01b03906112f56111b1565b50168060005260016020526040600020805460ff8160a01c16600283015490604051946113218661104d565b855261132f60038501611240565b60208601526006811015610a985761ffff936113959260059260408801526001600160a01b038516606088015261136860048301611240565b608088015260a087015260ff8460a81c16151560c087015263ffffffff8460b81c1660e087015201611240565b610100840152818160d81c1661012084015260e81c1661014082015290565b6001600160a01b03906113c561114a565b501680600052600060205261ffff6040600020600281015461140b6004835493604051966113f288611032565b875261140060038201611240565b602088015201611240565b6040850152606084015260ff8116151560808401526001600160401b038160181c1660a084015260581c1660c082015290565b6001600160401b03811161066457601f01601f191660200190565b9291926114658261143e565b91611473604051938461109f565b8294818452818301116101a6578281602093846000960137010152565b919091601f83116114a1575b505050565b8183116114ad57505050565b60005260206000206020601f830160051c92106114ea575b81601f9101920160051c039060005b8281101561149c576000828201556001016114d4565b600091506114c5565b6001600160401b03166001600160401b0381146111345760010190565b9035601e19823603018112156101a65701602081359101916001600160401b0382116101a65781360383136101a657565b908060209392818452848401376000828201840152601f01601f1916010190565b60208152813560078110156101a65760009060208301526001600160a01b0361158d60208501610e18565b1660408301526001600160a01b036115a760408501610e18565b1660608301526115d06115bd6060850185611510565b6101206080860152610140850191611541565b9036849003906080850135601e198301811215611745578501602081359101936001600160401b038211611741578160051b90813603861361034c57601f95929195198782030160a0880152818152602080820196820101958385925b8484106117095750505050505060a085013560c085015261ffff61165360c08701611008565b1660e085015260e085013591609e190182121561170657506116fd6101209285610100930190601f1986820301848701526001600160a01b0361169583610e18565b1681526116ef6116e46116bf6116ae6020860186611510565b60a0602087015260a0860191611541565b604085013560408501526116d66060860186611510565b908583036060870152611541565b926080810190611510565b916080818503910152611541565b93013591015290565b80fd5b909192939497602080611731600193601f1986820301885261172b8d88611510565b90611541565b9a0194019401929493919061162d565b8280fd5b5080fd5b9080601f830112156101a65781602061176493359101611459565b90565b9080601f830112156101a657813561177e816110c0565b9261178c604051948561109f565b81845260208085019260051b820101918383116101a65760208201905b8382106117b857505050505090565b81356001600160401b0381116101a6576020916117da87848094880101611749565b8152019101906117a9565b9290916118559061ffff604051946001600160a01b03602087019760e0895260206101008901527f637573746f733a20636f6e73656e7420746f20626520726567697374657265646101208901524660408901523060608901521660808701521660a085015260c0840190610e2c565b60e0820152610120815261186b6101408261109f565b51902090565b805182101561119b5760209160051b010190565b8051906008821161190257600090815b8383106118a55750505050600090565b6118af8383611871565b5160405190602082019283526040820152604081526118cf60608261109f565b519020918260005260026020526001600160a01b0360406000205416806118fa575060010191611895565b935050505090565b6364325c9160e01b60005260046000fd5b33600052600060205260ff604060002054161561192c57565b63351c880f60e01b6000523360045260246000fd5b6001600160a01b0316908160005260016020526040600020916001600160a01b03835416331480159061198a575b6119765750565b631a0d020b60e31b60005260045260246000fd5b506119948361199a565b1561196f565b546001600160a01b038116600052600060205260406000209060ff8160a81c1691826119e1575b826119cb57505090565b61ffff91925081905460581c169160d81c161490565b805460ff1692506119c1565b92919093602585108015611bff575b8015611bf4575b611bea57846020101561119b5760fb60f81b6020850135600560f81b1601611bea57611aa59060405190602082015260208152611a4160408261109f565b60405190611a5060608361109f565b604082527f4142434445464748494a4b4c4d4e4f505152535455565758595a61626364656660208301527f6768696a6b6c6d6e6f707172737475767778797a303132333435363738392d5f6040830152613e4c565b60405190611b14600160448460208101947f7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6786526332911d1160e11b6040830152611af98151809260208686019101610e39565b8101601160f91b838201520301601e1981018552018361109f565b8151808510611bde578481116101a657611b3090369085611459565b602081519101209151902003611bd5578160009160209360405192839283378101838152039060025afa15611bc957611ba1600091602093611b90858086519360405194818692848401988937820190838201520301808452018261109f565b604051928392839251928391610e39565b8101039060025afa15611bc957611764600051602435906004359060a4359060843590612729565b6040513d6000823e3d90fd5b50505050600090565b50505050505050600090565b5050505050600090565b506104008311611a03565b5061040085116119fc565b6001600160a01b03600a541680611c1e5750565b6313607bf960e01b60005260045260246000fd5b61ffff1661ffff81146111345760010190565b6001600160401b031680600052600760205260406000208054908115611fba5760010190815460ff8160501c16611fa5576001600160401b038060045460201c16911603611f9057611c9684611feb565b03611f7b5781600052600860205260406000206001600160a01b03331660005260205260ff60406000205416611f625781600052600860205260406000206001600160a01b0333166000526020526040600020600160ff19825416179055611d0561ffff825460401c16611c32565b815469ffff00000000000000001916604082901b61ffff60401b1617825561ffff604051911690818152837f0163636c3433cdc6cf61ce04bc6fd7818bd2d9365e9a08f9615fe2d696cc30a760203393a361ffff600454161161149c576a010000000000000000000060ff60501b198254161790556004546bffffffffffffffff00000000611d9f6001600160401b038360201c166114f3565b60201b16906bffffffffffffffff00000000191617600455604051907fb6a27bc179a4657dc152b6b67c49e174d2ebebbda9e6c65e61378177c5bf35b2600080a2610120823603126101a65761012081018181106001600160401b0382111761066457604052813560078110156101a6578152611e1e60208301610e18565b6020820152611e2f60408301610e18565b604082015260608201356001600160401b0381116101a657611e549036908401611749565b606082015260808201356001600160401b0381116101a657611e799036908401611767565b608082015260a082013560a0820152611e9460c08301611008565b60c082015260e08201356001600160401b0381116101a657820160a0813603126101a65760405192611ec584611069565b611ece82610e18565b845260208201356001600160401b0381116101a657611ef09036908401611749565b60208501526040820135604085015260608201356001600160401b0381116101a657611f1f9036908401611749565b60608501526080820135936001600160401b0385116101a657611f4b6101009361127996369101611749565b608082015260e08401520135610100820152612bba565b50631c9bf28b60e31b6000526004523360245260446000fd5b5063373cf94960e21b60005260045260246000fd5b8263a4b66e1960e01b60005260045260246000fd5b83632853702960e11b60005260045260246000fd5b826368df4c2960e11b60005260045260246000fd5b60ff905111611fda57565b6332ac24e360e11b60005260046000fd5b60405161186b81612000602082019485611562565b03601f19810183528261109f565b600554600160401b8110156106645780600161202f92016005556005611183565b6001600160a01b0380839493549260031b9316831b921b1916179055565b906001600160a01b03815116156127185760408101918251906006821015610a9857600091156127095760208301906120868251613955565b60a08401906120958251611fcf565b6001600160a01b0385511684528360205260ff604085205460081c166126ec576001600160a01b038551168452600160205260408420926120d58461199a565b6126c4576060918590885160068110156126b057600314801561269c575b848901908151805115801590612694575b6125fa575b50506001600160a01b038216998a89528860205260408920926001600160a01b038b51169061ffff855460581c1683519160068310156125e65761215e93926121539289926117e5565b60c08d015191613c80565b156125c95761ffff835460681c1661040081146125ba5761218161219d91611c32565b845461ffff60681b191660689190911b61ffff60681b16178455565b6001600160a01b0388541615612559575b87546001600160a01b0319168b17885551600681101561254557875491515164ffffffffff60b01b1961ffff60a01b1990931660a09290921b60ff60a01b1691909117600160a81b1791821660b09190911b60ff60b01b169081174360b81b63ffffffff60b81b169081178955925466ffffffffffffff60b01b19909216179160809190911b61ffff60d81b169061ffff60e81b612256848317841760e81c61ffff16611c32565b60e81b169261ffff60e81b191617171785556001850155608086015160028501555160038401908051906001600160401b038211612531576122a28261229c8554611206565b85611490565b602090601f83116001146124ce576122d192918891836123c75750508160011b916000199060031b1c19161790565b90555b805160048401916001600160401b0382116124ba576122f78261229c8554611206565b602090601f831160011461245357918061232b92600596959489926123c75750508160011b916000199060031b1c19161790565b90555b519101918151916001600160401b03831161243f57612357836123518654611206565b86611490565b602091601f84116001146123d2576001600160a01b03959493612390939092836123c75750508160011b916000199060031b1c19161790565b90555b51167f0fc25ee2b5dc5e91cc1da614e5a0bcc80f57c1e3af34955203ca32a0ebd4f4106123c26109a7836112e4565b0390a3565b015190503880610596565b9190601f198416858452828420935b81811061242757509160019391856001600160a01b03989796941061240e575b505050811b019055612393565b015160001960f88460031b161c19169055388080612401565b929360206001819287860151815501950193016123e1565b634e487b7160e01b82526041600452602482fd5b8387528187209190601f198416885b8181106124a2575091600193918560059897969410612489575b505050811b01905561232e565b015160001960f88460031b161c1916905538808061247c565b92936020600181928786015181550195019301612462565b634e487b7160e01b86526041600452602486fd5b8388528188209190601f198416895b8181106125195750908460019594939210612500575b505050811b0190556122d4565b015160001960f88460031b161c191690553880806124f3565b929360206001819287860151815501950193016124dd565b634e487b7160e01b87526041600452602487fd5b634e487b7160e01b89526021600452602489fd5b6001600160a01b038a5116600654600160401b8110156125a65780600161258592016006556006611183565b6001600160a01b0380839493549260031b9316831b921b19161790556121ae565b634e487b7160e01b8b52604160045260248bfd5b63f8a26a8b60e01b8a5260048afd5b8951632dc8af5160e11b8a526001600160a01b0316600452602489fd5b634e487b7160e01b8d52602160045260248dfd5b9095506126089193506139c6565b6126128351613adb565b946001600160a01b0361262483611885565b16906001600160a01b0384168214159182612679575b505061265357805161264b91613b82565b913880612109565b6040516364eae18160e01b815260206004820152806126756024820188610e5c565b0390fd5b158015925061268b575b50388061263a565b90501538612683565b508115612104565b50885160068110156126b0576004146120f3565b634e487b7160e01b88526021600452602488fd5b505092519054637c65e7a160e11b83526001600160a01b039182166004521660245260449150fd5b8451631ba10c1560e31b85526001600160a01b0316600452602484fd5b63d5c84cfb60e01b8252600482fd5b63d92e233d60e01b60005260046000fd5b9190939284151580612b94575b80612b8b575b80612b61575b158015612ad2575b611bea576040519361020061275f818761109f565b60005b818110612abd575050602092916129009160405161277f81611084565b600081526000868201526000604082015287526040519161279f83611084565b825284820152600160408201528386019081526040516127be81611084565b7f6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c29681527f4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f58582015260016040820152608087019081526128f16128218351614078565b604089019081526128e26128d36128388551614078565b6101008c0190815261284d87518551906140b5565b9560608d019687528c60a06128658a518451906140b5565b9101528c60c061287887518451906140b5565b9101528c60e061288b89518451906140b5565b9101528c61012061289f8a518551906140b5565b9101528c6101406128b387518551906140b5565b9101528c6101606128c789518551906140b5565b910152519051906140b5565b6101808b0181815295516140b5565b6101a08a0152518351906140b5565b6101c0880152519051906140b5565b6101e085015260c060009160405190848252848083015284604083015260608201527fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254f60808201527bffffffff00000000000000004319055258e8617b0c46353d039cdaae1960a082015260055afa6000519015612aaa57807bffffffff00000000000000004319055258e8617b0c46353d039cdaae19809286959495099309906000908192829483915b608083106129e65750505050916129e0917bffffffff00000000000000004319055258e8617b0c46353d039cdaae19936142cb565b50061490565b86612a88575b8160fe1c600c8260fc1c16176040612a048287613f4f565b510151612a20575b5060019060021b9160021b920191906129ab565b969195909482612a6457505050612a378583613f4f565b51519360016040612a576020612a4d8a88613f4f565b5101519886613f4f565b5101519695945b90612a0c565b90612a7d9291612a776001989987613f4f565b5161414b565b969195909594612a5e565b9395612a999195612a9f93976140d4565b916140d4565b9591949094936129ec565b634e487b7160005260126020526024601cfd5b602090612ac8613f30565b8189015201612762565b50600160601b63ffffffff60c01b03197f5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b8183816bfffffffffffffffffffffffd63ffffffff60c01b031981838009080908600160601b63ffffffff60c01b031985800914600160601b63ffffffff60c01b03198510600160601b63ffffffff60c01b0319831016161561274a565b507f7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8821115612742565b5081151561273c565b507bffffffff00000000000000004319055258e8617b0c46353d039cdaae198510612736565b9081516007811015610a98576000906001036132ac576001600160a01b0360208401511660608401519260808501519060a08601519560e08101519360405190612c0382611069565b808252602082019788526040820194855260608201988952608082019586521561329d5787511561328e576001600160a01b03815116865260016020526001600160a01b0360408720541661327257612c5c8751613955565b6001600160a01b03815116865285602052604086209360ff85541661325557604061ffff60045460101c161461324657612c9681516139c6565b95612ca18251613adb565b956001600160a01b03612cb389611885565b1661322457875199612cc58b8a613b82565b9b8c8b52600360205260408b2054613202578a9c8b9d8e5b600181018091116131ee578c511115612d4757612cfa8f8d611871565b516040519060208201928352604082015260408152612d1a60608261109f565b5190209d8e8d52600360205260408d208054612d3590614366565b9055612d4090614366565b9d8e612cdd565b509295989c50929598509295996001600160a01b03885116828b526002602052600161ffff60408d205460a01c160161ffff81116131da5760405191604083018381106001600160401b038211176131c657604090815290835261ffff9091166020808401918252858e5260029052908c2091518254915175ffffffffffffffffffffffffffffffffffffffffffff199092166001600160a01b03919091161760a09190911b61ffff60a01b161790558454612e269160ff9160081c8216156131ae575b865462ffffff1916911660101b62ff00001617610101178555565b83546affffffffffffffff00000019164360181b6affffffffffffffff00000016178455612e7a612e5e61ffff865460581c16611c32565b855461ffff60581b191660589190911b61ffff60581b16178555565b835461ffff60681b19168455600184015551600283015551805160038301916001600160401b03821161319a57612eb58261229c8554611206565b602090601f8311600114613133579180612ee99260049695948c926123c75750508160011b916000199060031b1c19161790565b90555b0187516001600160401b03811161253157612f0b816105738454611206565b6020601f82116001146130cd579080612f3e92899a9b60c09a926123c75750508160011b916000199060031b1c19161790565b90555b60045463ffff0000612f5961ffff8360101c16611c32565b60101b169063ffff00001916176004556001600160a01b038351167fbe9e9f29351702332f36f4c15b418d5635aa43cba5ea48902dac426f3ac4eeaf612fa161091f836113b4565b0390a2516001600160a01b03815116918261306a575b505050505b015161ffff811660045461ffff8160101c1692838311908115613035575b5061301e5761ffff191681176004556040805191825260208201929092527fdba0a4a41dcb619ccc733c6a18cdbe8e68762cc624339ed2c8ba8acd26a4f29c9250a1565b506367332f5560e11b835260045260245260449150fd5b6201fffe915060011b16828104600214831517156130565783101538612fda565b634e487b7160e01b85526011600452602485fd5b6001600160a01b036130c4945116916020810151915160408201519060806060840151930151936040519661309e88611032565b87526020870152600260408701526060860152608085015260a08401528583015261204d565b38808080612fb7565b82885280882099601f198316895b81811061311b57509160c0999a9b91846001959410613102575b505050811b019055612f41565b015160001960f88460031b161c191690553880806130f5565b838301518d556001909c019b602093840193016130db565b838a52818a209190601f1984168b5b818110613182575091600193918560049897969410613169575b505050811b019055612eec565b015160001960f88460031b161c1916905538808061315c565b92936020600181928786015181550195019301613142565b634e487b7160e01b89526041600452602489fd5b6131c16001600160a01b038b511661200e565b612e0b565b634e487b7160e01b8e52604160045260248efd5b634e487b7160e01b8c52601160045260248cfd5b634e487b7160e01b8e52601160045260248efd5b6040516334a3ab4160e01b81526020600482015280612675602482018c610e5c565b6040516334a3ab4160e01b81526020600482015280612675602482018a610e5c565b631785167360e21b8752600487fd5b8151632314c75760e01b88526001600160a01b0316600452602487fd5b5163916e4e8560e01b86526001600160a01b0316600452602485fd5b6349ad267760e11b8652600486fd5b63d92e233d60e01b8652600486fd5b908251600781101561392d5760020361357c576001600160a01b03602084015116918281528060205260408120805460ff8116156135685760ff191681556001810154825260026020526040822080546001600160a01b031916905561331490600401611240565b93600192825b865181101561335f57602f60f81b6001600160f81b031961333b838a6139b5565b51161461334b575b60010161331a565b93613357600191614366565b949050613343565b509193909261336d90613983565b918490859286925b885180851161347757841080613455575b61344b576133948185614375565b6133b66133a08261143e565b916133ae604051938461109f565b80835261143e565b602082019290601f19013684378a815b8b88821061341857505050505190206133e86133e186614366565b9587611871565b5260018301808411613404576133fe9093614366565b92613375565b634e487b7160e01b88526011600452602488fd5b61344260019361342d8460ff60f81b926139b5565b51166134398685614375565b921a91866139b5565b53018b906133c6565b926133fe90614366565b50602f60f81b6001600160f81b031961346e868c6139b5565b51161415613386565b5050959650915050849285935b600185018086116134045784511115613502576134a18585611871565b5160405190602082019283526040820152604081526134c160608261109f565b51902093848752600360205260408720805480156134ee576000190190556134e890614366565b93613484565b634e487b7160e01b89526011600452602489fd5b509150939260c0925060045463ffff000061352361ffff8360101c16611123565b60101b169063ffff00001916176004557f2d1fc8d9492bc58d47dd9c844f7571980541d91b624c634f6470a2c60dd01e1861356061091f836113b4565b0390a2612fbc565b63351c880f60e01b83526004859052602483fd5b9082516007811015613941576003036137e3576001600160a01b03602084015116926001600160a01b0360408201511660a08201519480845283602052604084209560ff875416156137cf5782156137c05780156137b157818303613654575b849596508260c095528560205260026040872001557fbf471775d5b47118307f00818002cfd187143cf5c7beba4d9c9b3db5b1950fba61363e61361e836113b4565b61364c61362a866113b4565b604051938493604085526040850190610e81565b908382036020850152610e81565b0390a3612fbc565b828552846020526040852096875460ff811661379d5784875260016020526001600160a01b036040882054166137895760c096979860ff61374d9260081c161561377b575b825460ff19168355805461010161ffff19821681178355845462ff00001662ffffff199092169190911717815580546affffffffffffffff00000019164360181b6affffffffffffffff0000001617815561371a6136fe61ffff835460581c16611c32565b825461ffff60581b191660589190911b61ffff60581b16178255565b61ffff60681b1981541681556004806001850194855460018501556137456003820160038601613f60565b019101613f60565b54865260026020526040862080546001600160a01b0319166001600160a01b038516179055869594506135dc565b6137848661200e565b613699565b63916e4e8560e01b87526004859052602487fd5b632314c75760e01b87526004859052602487fd5b6349ad267760e11b8552600485fd5b63d92e233d60e01b8552600485fd5b63351c880f60e01b85526004829052602485fd5b90918051600781101561392d5760050361386057610100018051156138515780518252600960205260408220805467ffffffffffffffff1916436001600160401b031617905551907f76b6e5da0cdb4e1eb385edd31ea56d94772f6820ad919d5cf706c640b18b0ba49080a2565b630447d59d60e41b8252600482fd5b8051600781101561392d576006036139035761010081019182511580156138ee575b6138df575060206001600160a01b03817f2942205c51163198237e5f52cdddafb718fb8b41a2642a6233d593e4dea76cc79301511692836bffffffffffffffffffffffff60a01b600a541617600a555180600b55604051908152a2565b630447d59d60e41b8152600490fd5b506001600160a01b0360208301511615613882565b8051600781101561392d576003190161391e5760c090612fbc565b6386aebc9b60e01b8252600482fd5b634e487b7160e01b83526021600452602483fd5b634e487b7160e01b82526021600452602482fd5b518015908115613978575b5061396757565b63153736cd60e01b60005260046000fd5b607f91501138613960565b9061398d826110c0565b61399a604051918261109f565b82815280926139ab601f19916110c0565b0190602036910137565b90815181101561119b570160200190565b90815180158015613ad1575b611902576139df81613983565b9260005b8281106139ef57505050565b6139f98183611871565b51805180158015613ac7575b6119025760005b818110613a315750509081602060019351910120613a2a8288611871565b52016139e3565b6001600160f81b0319613a4482856139b5565b5116606160f81b8110159081613ab8575b8115613a94575b8115613a86575b8115613a78575b501561190257600101613a0c565b605f60f81b14905038613a6a565b602d60f81b81149150613a63565b9050600360fc1b81101580613aaa575b90613a5c565b50603960f81b811115613aa4565b603d60f91b8111159150613a55565b50603f8111613a05565b50600881116139d2565b9081518015613b6a5782511561119b57916020810151926001915b818310613b0257505050565b909193600190613b6182613b168886611871565b519260206040519482613b328794518092858088019101610e39565b8301602f60f81b83820152613b508251809385602185019101610e39565b01010301601f19810183528261109f565b94019190613af6565b509050604051613b7b60208261109f565b6000815290565b6000929183915b818310613b9557505050565b909193600190613ba58684611871565b516040519060208201928352604082015260408152613bc560608261109f565b51902094019190613b89565b9080601f830112156101a6576040805192613bec828561109f565b839181019283116101a657905b828210613c065750505090565b8151815260209182019101613bf9565b81601f820112156101a6578051613c2c8161143e565b92613c3a604051948561109f565b818452602082840101116101a6576117649160208085019101610e39565b906000905b60028210613c6a57505050565b6020806001928551815201930191019091613c5d565b91906041825114613e195781518015611bd55782019160208301906020818503126101a6576020810151906001600160401b0382116101a657019260c090849003126101a657604051613cd281611017565b613cdf8260208601613bd1565b815260608401516001600160401b0381116101a657826020613d0392870101613c16565b90602081019182526080850151936001600160401b0385116101a657613da5613d9a613d4c8660a0613d3e613d77996020809c8e0101613c16565b9a604088019b8c5201613bd1565b938460608201525194519751613d88604051998a9889986323879f0d60e21b8a5260048a0190613c58565b60e0604489015260e4880190610e5c565b86810360031901606488015290610e5c565b926084850190613c58565b60c48301520381305afa908115611bc957600091613dd0575b506001600160a01b0390811691161490565b6020813d602011613e11575b81613de96020938361109f565b810103126117455751906001600160a01b038216820361170657506001600160a01b03613dbe565b3d9150613ddc565b90613e239161403c565b506004811015610a9857159182613e3957505090565b6001600160a01b03919250811691161490565b906000825115613f1957508151600281901b906001600160fe1b03811603611134576002810180911161113457600390049190613ea1613e8b8461143e565b93613e99604051958661109f565b80855261143e565b6020840190601f19013682379082805101906020820192835194600085525b838110613ecf57505050505290565b600360049101916001603f845182828260121c16880101518453828282600c1c16880101518385015382828260061c16880101516002850153168501015160038201530190613ec0565b91505060405190613f2b60208361109f565b815290565b60405190613f3d82611084565b60006040838281528260208201520152565b90601081101561119b5760051b0190565b91909182811461403757613f748354611206565b6001600160401b03811161066457613f90816105738454611206565b600093601f8211600114613fd157613fc29293948291600092613fc65750508160011b916000199060031b1c19161790565b9055565b015490503880610596565b845260208085208386529085209094601f198316815b81811061401f57509583600195969710614006575b505050811b019055565b015460001960f88460031b161c19169055388080613ffc565b9192600180602092868b015481550194019201613fe7565b509050565b815191906041830361406d5761406692506020820151906060604084015193015160001a90614382565b9192909190565b505060009160029190565b61409890614084613f30565b5080519060406020820151910151916140d4565b90604051926140a684611084565b83526020830152604082015290565b614098916140c1613f30565b508051604060208301519201519261414b565b929091600160601b63ffffffff60c01b031980918180868009968180808a818080808a800980096bfffffffffffffffffffffffd63ffffffff60c01b031909818088800960030908940960040991818080808087600209810381868009089c80096008098103938b82039008900908940960020990565b9193909293600094600094600094604081015190600160601b63ffffffff60c01b0319828009600160601b63ffffffff60c01b031985800992600160601b63ffffffff60c01b03198087860960208501510991600160601b63ffffffff60c01b0319808681868103818d81898909900908965109918183810391890908908115851516948560001461426c5750505050506001146141ea575b50505050565b600160601b63ffffffff60c01b03198080809a508699508097985080969381808087819998099d838f94096bfffffffffffffffffffffffd63ffffffff60c01b031909818088800960030908940960040991818080808087600209810381868009089c80096008098103938b82039008900908940960020990388080806141e4565b929b5093509650600160601b63ffffffff60c01b031980808080809c9d50809a995080985080969f508b8009809709958a098180876002098103818381038188800908089d098103938c820390089009089509900990388080806141e4565b9291801561435a5760209060c060009160405190848252848083015284604083015260608201527fffffffff00000001000000000000000000000000fffffffffffffffffffffffd6080820152600160601b63ffffffff60c01b031960a082015260055afa906000519115612aaa57600160601b63ffffffff60c01b0319828180828196098097099509900990565b50509050600090600090565b60001981146111345760010190565b9190820391821161113457565b91907f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a084116143ff579160209360809260ff60009560405194855216868401526040830152606082015282805260015afa15611bc9576000516001600160a01b038116156143f35790600090600090565b50600090600190600090565b5050506000916003919056",
}

// Registry is an auto generated Go binding around an Ethereum contract.
type Registry struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Registry) GetABI() abi.ABI {
	return c.abi
}

// NewRegistry creates a new instance of Registry.
func NewRegistry() *Registry {
	parsed, err := RegistryMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Registry{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Registry) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor((address,string,string[],bytes32,(address,string,bytes32,string,bytes))[] owners, uint16 votes) returns()
func (registry *Registry) PackConstructor(owners []RegistryNewOwner, votes uint16) []byte {
	enc, err := registry.abi.Pack("", owners, votes)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackMAXENDPOINTS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbf5c36a4.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_ENDPOINTS() view returns(uint256)
func (registry *Registry) PackMAXENDPOINTS() []byte {
	enc, err := registry.abi.Pack("MAX_ENDPOINTS")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXENDPOINTS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbf5c36a4.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_ENDPOINTS() view returns(uint256)
func (registry *Registry) TryPackMAXENDPOINTS() ([]byte, error) {
	return registry.abi.Pack("MAX_ENDPOINTS")
}

// UnpackMAXENDPOINTS is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xbf5c36a4.
//
// Solidity: function MAX_ENDPOINTS() view returns(uint256)
func (registry *Registry) UnpackMAXENDPOINTS(data []byte) (*big.Int, error) {
	out, err := registry.abi.Unpack("MAX_ENDPOINTS", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackMAXNAME is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x756bf254.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_NAME() view returns(uint256)
func (registry *Registry) PackMAXNAME() []byte {
	enc, err := registry.abi.Pack("MAX_NAME")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXNAME is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x756bf254.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_NAME() view returns(uint256)
func (registry *Registry) TryPackMAXNAME() ([]byte, error) {
	return registry.abi.Pack("MAX_NAME")
}

// UnpackMAXNAME is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x756bf254.
//
// Solidity: function MAX_NAME() view returns(uint256)
func (registry *Registry) UnpackMAXNAME(data []byte) (*big.Int, error) {
	out, err := registry.abi.Unpack("MAX_NAME", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackMAXOWNERS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0b8bb146.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_OWNERS() view returns(uint16)
func (registry *Registry) PackMAXOWNERS() []byte {
	enc, err := registry.abi.Pack("MAX_OWNERS")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXOWNERS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0b8bb146.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_OWNERS() view returns(uint16)
func (registry *Registry) TryPackMAXOWNERS() ([]byte, error) {
	return registry.abi.Pack("MAX_OWNERS")
}

// UnpackMAXOWNERS is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0b8bb146.
//
// Solidity: function MAX_OWNERS() view returns(uint16)
func (registry *Registry) UnpackMAXOWNERS(data []byte) (uint16, error) {
	out, err := registry.abi.Unpack("MAX_OWNERS", data)
	if err != nil {
		return *new(uint16), err
	}
	out0 := *abi.ConvertType(out[0], new(uint16)).(*uint16)
	return out0, nil
}

// PackMAXPRINCIPALS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb06ac8c3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_PRINCIPALS() view returns(uint16)
func (registry *Registry) PackMAXPRINCIPALS() []byte {
	enc, err := registry.abi.Pack("MAX_PRINCIPALS")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXPRINCIPALS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb06ac8c3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_PRINCIPALS() view returns(uint16)
func (registry *Registry) TryPackMAXPRINCIPALS() ([]byte, error) {
	return registry.abi.Pack("MAX_PRINCIPALS")
}

// UnpackMAXPRINCIPALS is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xb06ac8c3.
//
// Solidity: function MAX_PRINCIPALS() view returns(uint16)
func (registry *Registry) UnpackMAXPRINCIPALS(data []byte) (uint16, error) {
	out, err := registry.abi.Unpack("MAX_PRINCIPALS", data)
	if err != nil {
		return *new(uint16), err
	}
	out0 := *abi.ConvertType(out[0], new(uint16)).(*uint16)
	return out0, nil
}

// PackAcceptedChain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2a84d925.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function acceptedChain(bytes32 blockHash) view returns(uint64)
func (registry *Registry) PackAcceptedChain(blockHash [32]byte) []byte {
	enc, err := registry.abi.Pack("acceptedChain", blockHash)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAcceptedChain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2a84d925.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function acceptedChain(bytes32 blockHash) view returns(uint64)
func (registry *Registry) TryPackAcceptedChain(blockHash [32]byte) ([]byte, error) {
	return registry.abi.Pack("acceptedChain", blockHash)
}

// UnpackAcceptedChain is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x2a84d925.
//
// Solidity: function acceptedChain(bytes32 blockHash) view returns(uint64)
func (registry *Registry) UnpackAcceptedChain(data []byte) (uint64, error) {
	out, err := registry.abi.Unpack("acceptedChain", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackActiveOwners is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8de6262e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function activeOwners() view returns(uint16)
func (registry *Registry) PackActiveOwners() []byte {
	enc, err := registry.abi.Pack("activeOwners")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackActiveOwners is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8de6262e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function activeOwners() view returns(uint16)
func (registry *Registry) TryPackActiveOwners() ([]byte, error) {
	return registry.abi.Pack("activeOwners")
}

// UnpackActiveOwners is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8de6262e.
//
// Solidity: function activeOwners() view returns(uint16)
func (registry *Registry) UnpackActiveOwners(data []byte) (uint16, error) {
	out, err := registry.abi.Unpack("activeOwners", data)
	if err != nil {
		return *new(uint16), err
	}
	out0 := *abi.ConvertType(out[0], new(uint16)).(*uint16)
	return out0, nil
}

// PackConsentTo is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdbc7bc41.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function consentTo(address owner_, uint16 generation, uint8 role, bytes32 domain) view returns(bytes32)
func (registry *Registry) PackConsentTo(owner common.Address, generation uint16, role uint8, domain [32]byte) []byte {
	enc, err := registry.abi.Pack("consentTo", owner, generation, role, domain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackConsentTo is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdbc7bc41.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function consentTo(address owner_, uint16 generation, uint8 role, bytes32 domain) view returns(bytes32)
func (registry *Registry) TryPackConsentTo(owner common.Address, generation uint16, role uint8, domain [32]byte) ([]byte, error) {
	return registry.abi.Pack("consentTo", owner, generation, role, domain)
}

// UnpackConsentTo is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xdbc7bc41.
//
// Solidity: function consentTo(address owner_, uint16 generation, uint8 role, bytes32 domain) view returns(bytes32)
func (registry *Registry) UnpackConsentTo(data []byte) ([32]byte, error) {
	out, err := registry.abi.Unpack("consentTo", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackDeactivatePrincipal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0c580228.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function deactivatePrincipal(address account) returns()
func (registry *Registry) PackDeactivatePrincipal(account common.Address) []byte {
	enc, err := registry.abi.Pack("deactivatePrincipal", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDeactivatePrincipal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0c580228.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function deactivatePrincipal(address account) returns()
func (registry *Registry) TryPackDeactivatePrincipal(account common.Address) ([]byte, error) {
	return registry.abi.Pack("deactivatePrincipal", account)
}

// PackHandOver is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7cdbc4be.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function handOver() view returns(address successor, bytes32 subject)
func (registry *Registry) PackHandOver() []byte {
	enc, err := registry.abi.Pack("handOver")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackHandOver is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7cdbc4be.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function handOver() view returns(address successor, bytes32 subject)
func (registry *Registry) TryPackHandOver() ([]byte, error) {
	return registry.abi.Pack("handOver")
}

// HandOverOutput serves as a container for the return parameters of contract
// method HandOver.
type HandOverOutput struct {
	Successor common.Address
	Subject   [32]byte
}

// UnpackHandOver is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x7cdbc4be.
//
// Solidity: function handOver() view returns(address successor, bytes32 subject)
func (registry *Registry) UnpackHandOver(data []byte) (HandOverOutput, error) {
	out, err := registry.abi.Unpack("handOver", data)
	outstruct := new(HandOverOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Successor = *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	outstruct.Subject = *abi.ConvertType(out[1], new([32]byte)).(*[32]byte)
	return *outstruct, nil
}

// PackHolderOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0095b989.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function holderOf(bytes32[] segments) view returns(address owner_, uint16 generation, bytes32 domain)
func (registry *Registry) PackHolderOf(segments [][32]byte) []byte {
	enc, err := registry.abi.Pack("holderOf", segments)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackHolderOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0095b989.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function holderOf(bytes32[] segments) view returns(address owner_, uint16 generation, bytes32 domain)
func (registry *Registry) TryPackHolderOf(segments [][32]byte) ([]byte, error) {
	return registry.abi.Pack("holderOf", segments)
}

// HolderOfOutput serves as a container for the return parameters of contract
// method HolderOf.
type HolderOfOutput struct {
	Owner      common.Address
	Generation uint16
	Domain     [32]byte
}

// UnpackHolderOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0095b989.
//
// Solidity: function holderOf(bytes32[] segments) view returns(address owner_, uint16 generation, bytes32 domain)
func (registry *Registry) UnpackHolderOf(data []byte) (HolderOfOutput, error) {
	out, err := registry.abi.Unpack("holderOf", data)
	outstruct := new(HolderOfOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Owner = *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	outstruct.Generation = *abi.ConvertType(out[1], new(uint16)).(*uint16)
	outstruct.Domain = *abi.ConvertType(out[2], new([32]byte)).(*[32]byte)
	return *outstruct, nil
}

// PackIsFogOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3b528d3f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isFogOf(address account, address owner_) view returns(bool)
func (registry *Registry) PackIsFogOf(account common.Address, owner common.Address) []byte {
	enc, err := registry.abi.Pack("isFogOf", account, owner)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsFogOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3b528d3f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isFogOf(address account, address owner_) view returns(bool)
func (registry *Registry) TryPackIsFogOf(account common.Address, owner common.Address) ([]byte, error) {
	return registry.abi.Pack("isFogOf", account, owner)
}

// UnpackIsFogOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x3b528d3f.
//
// Solidity: function isFogOf(address account, address owner_) view returns(bool)
func (registry *Registry) UnpackIsFogOf(data []byte) (bool, error) {
	out, err := registry.abi.Unpack("isFogOf", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x666e1b39.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function owner(address account) view returns((address,string,string,bytes32,bool,uint64,uint16))
func (registry *Registry) PackOwner(account common.Address) []byte {
	enc, err := registry.abi.Pack("owner", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x666e1b39.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function owner(address account) view returns((address,string,string,bytes32,bool,uint64,uint16))
func (registry *Registry) TryPackOwner(account common.Address) ([]byte, error) {
	return registry.abi.Pack("owner", account)
}

// UnpackOwner is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x666e1b39.
//
// Solidity: function owner(address account) view returns((address,string,string,bytes32,bool,uint64,uint16))
func (registry *Registry) UnpackOwner(data []byte) (RegistryOwner, error) {
	out, err := registry.abi.Unpack("owner", data)
	if err != nil {
		return *new(RegistryOwner), err
	}
	out0 := *abi.ConvertType(out[0], new(RegistryOwner)).(*RegistryOwner)
	return out0, nil
}

// PackOwnerAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x24359879.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function ownerAt(uint256 index) view returns((address,string,string,bytes32,bool,uint64,uint16))
func (registry *Registry) PackOwnerAt(index *big.Int) []byte {
	enc, err := registry.abi.Pack("ownerAt", index)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwnerAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x24359879.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function ownerAt(uint256 index) view returns((address,string,string,bytes32,bool,uint64,uint16))
func (registry *Registry) TryPackOwnerAt(index *big.Int) ([]byte, error) {
	return registry.abi.Pack("ownerAt", index)
}

// UnpackOwnerAt is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x24359879.
//
// Solidity: function ownerAt(uint256 index) view returns((address,string,string,bytes32,bool,uint64,uint16))
func (registry *Registry) UnpackOwnerAt(data []byte) (RegistryOwner, error) {
	out, err := registry.abi.Unpack("ownerAt", data)
	if err != nil {
		return *new(RegistryOwner), err
	}
	out0 := *abi.ConvertType(out[0], new(RegistryOwner)).(*RegistryOwner)
	return out0, nil
}

// PackOwnerCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0db02622.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function ownerCount() view returns(uint256)
func (registry *Registry) PackOwnerCount() []byte {
	enc, err := registry.abi.Pack("ownerCount")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwnerCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0db02622.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function ownerCount() view returns(uint256)
func (registry *Registry) TryPackOwnerCount() ([]byte, error) {
	return registry.abi.Pack("ownerCount")
}

// UnpackOwnerCount is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0db02622.
//
// Solidity: function ownerCount() view returns(uint256)
func (registry *Registry) UnpackOwnerCount(data []byte) (*big.Int, error) {
	out, err := registry.abi.Unpack("ownerCount", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackOwnerOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc7040cc3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function ownerOf(bytes32[] segments) view returns(address)
func (registry *Registry) PackOwnerOf(segments [][32]byte) []byte {
	enc, err := registry.abi.Pack("ownerOf", segments)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwnerOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc7040cc3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function ownerOf(bytes32[] segments) view returns(address)
func (registry *Registry) TryPackOwnerOf(segments [][32]byte) ([]byte, error) {
	return registry.abi.Pack("ownerOf", segments)
}

// UnpackOwnerOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc7040cc3.
//
// Solidity: function ownerOf(bytes32[] segments) view returns(address)
func (registry *Registry) UnpackOwnerOf(data []byte) (common.Address, error) {
	out, err := registry.abi.Unpack("ownerOf", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackOwnerOfDomain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xafef73ac.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function ownerOfDomain(bytes32 domain) view returns(address owner_, uint16 tenure)
func (registry *Registry) PackOwnerOfDomain(domain [32]byte) []byte {
	enc, err := registry.abi.Pack("ownerOfDomain", domain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwnerOfDomain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xafef73ac.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function ownerOfDomain(bytes32 domain) view returns(address owner_, uint16 tenure)
func (registry *Registry) TryPackOwnerOfDomain(domain [32]byte) ([]byte, error) {
	return registry.abi.Pack("ownerOfDomain", domain)
}

// OwnerOfDomainOutput serves as a container for the return parameters of contract
// method OwnerOfDomain.
type OwnerOfDomainOutput struct {
	Owner  common.Address
	Tenure uint16
}

// UnpackOwnerOfDomain is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xafef73ac.
//
// Solidity: function ownerOfDomain(bytes32 domain) view returns(address owner_, uint16 tenure)
func (registry *Registry) UnpackOwnerOfDomain(data []byte) (OwnerOfDomainOutput, error) {
	out, err := registry.abi.Unpack("ownerOfDomain", data)
	outstruct := new(OwnerOfDomainOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Owner = *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	outstruct.Tenure = *abi.ConvertType(out[1], new(uint16)).(*uint16)
	return *outstruct, nil
}

// PackOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x27d6d6e0.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function ownership(address account) view returns(uint16 generation, bytes32 domain)
func (registry *Registry) PackOwnership(account common.Address) []byte {
	enc, err := registry.abi.Pack("ownership", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x27d6d6e0.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function ownership(address account) view returns(uint16 generation, bytes32 domain)
func (registry *Registry) TryPackOwnership(account common.Address) ([]byte, error) {
	return registry.abi.Pack("ownership", account)
}

// OwnershipOutput serves as a container for the return parameters of contract
// method Ownership.
type OwnershipOutput struct {
	Generation uint16
	Domain     [32]byte
}

// UnpackOwnership is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x27d6d6e0.
//
// Solidity: function ownership(address account) view returns(uint16 generation, bytes32 domain)
func (registry *Registry) UnpackOwnership(data []byte) (OwnershipOutput, error) {
	out, err := registry.abi.Unpack("ownership", data)
	outstruct := new(OwnershipOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Generation = *abi.ConvertType(out[0], new(uint16)).(*uint16)
	outstruct.Domain = *abi.ConvertType(out[1], new([32]byte)).(*[32]byte)
	return *outstruct, nil
}

// PackPasskeyOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8e1e7c34.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function passkeyOf(bytes32[2] key, bytes authenticatorData, bytes clientDataJSON, bytes32[2] signature, bytes32 challenge) view returns(address)
func (registry *Registry) PackPasskeyOf(key [2][32]byte, authenticatorData []byte, clientDataJSON []byte, signature [2][32]byte, challenge [32]byte) []byte {
	enc, err := registry.abi.Pack("passkeyOf", key, authenticatorData, clientDataJSON, signature, challenge)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPasskeyOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8e1e7c34.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function passkeyOf(bytes32[2] key, bytes authenticatorData, bytes clientDataJSON, bytes32[2] signature, bytes32 challenge) view returns(address)
func (registry *Registry) TryPackPasskeyOf(key [2][32]byte, authenticatorData []byte, clientDataJSON []byte, signature [2][32]byte, challenge [32]byte) ([]byte, error) {
	return registry.abi.Pack("passkeyOf", key, authenticatorData, clientDataJSON, signature, challenge)
}

// UnpackPasskeyOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8e1e7c34.
//
// Solidity: function passkeyOf(bytes32[2] key, bytes authenticatorData, bytes clientDataJSON, bytes32[2] signature, bytes32 challenge) view returns(address)
func (registry *Registry) UnpackPasskeyOf(data []byte) (common.Address, error) {
	out, err := registry.abi.Unpack("passkeyOf", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackPrincipal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2ce0f9d6.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function principal(address account) view returns((address,string,uint8,address,string,bytes32,bool,uint64,string,uint16,uint16))
func (registry *Registry) PackPrincipal(account common.Address) []byte {
	enc, err := registry.abi.Pack("principal", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPrincipal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2ce0f9d6.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function principal(address account) view returns((address,string,uint8,address,string,bytes32,bool,uint64,string,uint16,uint16))
func (registry *Registry) TryPackPrincipal(account common.Address) ([]byte, error) {
	return registry.abi.Pack("principal", account)
}

// UnpackPrincipal is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x2ce0f9d6.
//
// Solidity: function principal(address account) view returns((address,string,uint8,address,string,bytes32,bool,uint64,string,uint16,uint16))
func (registry *Registry) UnpackPrincipal(data []byte) (RegistryPrincipal, error) {
	out, err := registry.abi.Unpack("principal", data)
	if err != nil {
		return *new(RegistryPrincipal), err
	}
	out0 := *abi.ConvertType(out[0], new(RegistryPrincipal)).(*RegistryPrincipal)
	return out0, nil
}

// PackPrincipalAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x45f49a58.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function principalAt(uint256 index) view returns((address,string,uint8,address,string,bytes32,bool,uint64,string,uint16,uint16))
func (registry *Registry) PackPrincipalAt(index *big.Int) []byte {
	enc, err := registry.abi.Pack("principalAt", index)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPrincipalAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x45f49a58.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function principalAt(uint256 index) view returns((address,string,uint8,address,string,bytes32,bool,uint64,string,uint16,uint16))
func (registry *Registry) TryPackPrincipalAt(index *big.Int) ([]byte, error) {
	return registry.abi.Pack("principalAt", index)
}

// UnpackPrincipalAt is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x45f49a58.
//
// Solidity: function principalAt(uint256 index) view returns((address,string,uint8,address,string,bytes32,bool,uint64,string,uint16,uint16))
func (registry *Registry) UnpackPrincipalAt(data []byte) (RegistryPrincipal, error) {
	out, err := registry.abi.Unpack("principalAt", data)
	if err != nil {
		return *new(RegistryPrincipal), err
	}
	out0 := *abi.ConvertType(out[0], new(RegistryPrincipal)).(*RegistryPrincipal)
	return out0, nil
}

// PackPrincipalCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd6d4ce52.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function principalCount() view returns(uint256)
func (registry *Registry) PackPrincipalCount() []byte {
	enc, err := registry.abi.Pack("principalCount")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPrincipalCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd6d4ce52.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function principalCount() view returns(uint256)
func (registry *Registry) TryPackPrincipalCount() ([]byte, error) {
	return registry.abi.Pack("principalCount")
}

// UnpackPrincipalCount is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xd6d4ce52.
//
// Solidity: function principalCount() view returns(uint256)
func (registry *Registry) UnpackPrincipalCount(data []byte) (*big.Int, error) {
	out, err := registry.abi.Unpack("principalCount", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackProposal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7afa0aa3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function proposal(uint64 number) view returns(bytes32 digest, uint16 votes, bool executed, bool void_)
func (registry *Registry) PackProposal(number uint64) []byte {
	enc, err := registry.abi.Pack("proposal", number)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackProposal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7afa0aa3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function proposal(uint64 number) view returns(bytes32 digest, uint16 votes, bool executed, bool void_)
func (registry *Registry) TryPackProposal(number uint64) ([]byte, error) {
	return registry.abi.Pack("proposal", number)
}

// ProposalOutput serves as a container for the return parameters of contract
// method Proposal.
type ProposalOutput struct {
	Digest   [32]byte
	Votes    uint16
	Executed bool
	Void     bool
}

// UnpackProposal is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x7afa0aa3.
//
// Solidity: function proposal(uint64 number) view returns(bytes32 digest, uint16 votes, bool executed, bool void_)
func (registry *Registry) UnpackProposal(data []byte) (ProposalOutput, error) {
	out, err := registry.abi.Unpack("proposal", data)
	outstruct := new(ProposalOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Digest = *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	outstruct.Votes = *abi.ConvertType(out[1], new(uint16)).(*uint16)
	outstruct.Executed = *abi.ConvertType(out[2], new(bool)).(*bool)
	outstruct.Void = *abi.ConvertType(out[3], new(bool)).(*bool)
	return *outstruct, nil
}

// PackProposalCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xda35c664.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function proposalCount() view returns(uint64)
func (registry *Registry) PackProposalCount() []byte {
	enc, err := registry.abi.Pack("proposalCount")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackProposalCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xda35c664.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function proposalCount() view returns(uint64)
func (registry *Registry) TryPackProposalCount() ([]byte, error) {
	return registry.abi.Pack("proposalCount")
}

// UnpackProposalCount is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xda35c664.
//
// Solidity: function proposalCount() view returns(uint64)
func (registry *Registry) UnpackProposalCount(data []byte) (uint64, error) {
	out, err := registry.abi.Unpack("proposalCount", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackPropose is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb3c7fa10.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function propose((uint8,address,address,string,string[],bytes32,uint16,(address,string,bytes32,string,bytes),bytes32) change) returns(uint64 number)
func (registry *Registry) PackPropose(change RegistryChange) []byte {
	enc, err := registry.abi.Pack("propose", change)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPropose is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb3c7fa10.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function propose((uint8,address,address,string,string[],bytes32,uint16,(address,string,bytes32,string,bytes),bytes32) change) returns(uint64 number)
func (registry *Registry) TryPackPropose(change RegistryChange) ([]byte, error) {
	return registry.abi.Pack("propose", change)
}

// UnpackPropose is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xb3c7fa10.
//
// Solidity: function propose((uint8,address,address,string,string[],bytes32,uint16,(address,string,bytes32,string,bytes),bytes32) change) returns(uint64 number)
func (registry *Registry) UnpackPropose(data []byte) (uint64, error) {
	out, err := registry.abi.Unpack("propose", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackRegisterPrincipal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc25ee51e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function registerPrincipal((address,string,uint8,string[],bytes32,string,bytes) p) returns()
func (registry *Registry) PackRegisterPrincipal(p RegistryNewPrincipal) []byte {
	enc, err := registry.abi.Pack("registerPrincipal", p)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRegisterPrincipal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc25ee51e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function registerPrincipal((address,string,uint8,string[],bytes32,string,bytes) p) returns()
func (registry *Registry) TryPackRegisterPrincipal(p RegistryNewPrincipal) ([]byte, error) {
	return registry.abi.Pack("registerPrincipal", p)
}

// PackStandingOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2254f925.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function standingOf(address account) view returns(uint8 role, uint16 registration, address owner_)
func (registry *Registry) PackStandingOf(account common.Address) []byte {
	enc, err := registry.abi.Pack("standingOf", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackStandingOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2254f925.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function standingOf(address account) view returns(uint8 role, uint16 registration, address owner_)
func (registry *Registry) TryPackStandingOf(account common.Address) ([]byte, error) {
	return registry.abi.Pack("standingOf", account)
}

// StandingOfOutput serves as a container for the return parameters of contract
// method StandingOf.
type StandingOfOutput struct {
	Role         uint8
	Registration uint16
	Owner        common.Address
}

// UnpackStandingOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x2254f925.
//
// Solidity: function standingOf(address account) view returns(uint8 role, uint16 registration, address owner_)
func (registry *Registry) UnpackStandingOf(data []byte) (StandingOfOutput, error) {
	out, err := registry.abi.Unpack("standingOf", data)
	outstruct := new(StandingOfOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Role = *abi.ConvertType(out[0], new(uint8)).(*uint8)
	outstruct.Registration = *abi.ConvertType(out[1], new(uint16)).(*uint16)
	outstruct.Owner = *abi.ConvertType(out[2], new(common.Address)).(*common.Address)
	return *outstruct, nil
}

// PackThreshold is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x42cde4e8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function threshold() view returns(uint16)
func (registry *Registry) PackThreshold() []byte {
	enc, err := registry.abi.Pack("threshold")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackThreshold is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x42cde4e8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function threshold() view returns(uint16)
func (registry *Registry) TryPackThreshold() ([]byte, error) {
	return registry.abi.Pack("threshold")
}

// UnpackThreshold is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x42cde4e8.
//
// Solidity: function threshold() view returns(uint16)
func (registry *Registry) UnpackThreshold(data []byte) (uint16, error) {
	out, err := registry.abi.Unpack("threshold", data)
	if err != nil {
		return *new(uint16), err
	}
	out0 := *abi.ConvertType(out[0], new(uint16)).(*uint16)
	return out0, nil
}

// PackUpdateNode is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb216dacc.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function updateNode(address account, bytes32 tlsKey, string endpoints) returns()
func (registry *Registry) PackUpdateNode(account common.Address, tlsKey [32]byte, endpoints string) []byte {
	enc, err := registry.abi.Pack("updateNode", account, tlsKey, endpoints)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUpdateNode is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb216dacc.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function updateNode(address account, bytes32 tlsKey, string endpoints) returns()
func (registry *Registry) TryPackUpdateNode(account common.Address, tlsKey [32]byte, endpoints string) ([]byte, error) {
	return registry.abi.Pack("updateNode", account, tlsKey, endpoints)
}

// PackVote is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xaf753b08.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function vote(uint64 number, (uint8,address,address,string,string[],bytes32,uint16,(address,string,bytes32,string,bytes),bytes32) change) returns()
func (registry *Registry) PackVote(number uint64, change RegistryChange) []byte {
	enc, err := registry.abi.Pack("vote", number, change)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackVote is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xaf753b08.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function vote(uint64 number, (uint8,address,address,string,string[],bytes32,uint16,(address,string,bytes32,string,bytes),bytes32) change) returns()
func (registry *Registry) TryPackVote(number uint64, change RegistryChange) ([]byte, error) {
	return registry.abi.Pack("vote", number, change)
}

// RegistryChainAccepted represents a ChainAccepted event raised by the Registry contract.
type RegistryChainAccepted struct {
	BlockHash [32]byte
	Raw       *types.Log // Blockchain specific contextual infos
}

const RegistryChainAcceptedEventName = "ChainAccepted"

// ContractEventName returns the user-defined event name.
func (RegistryChainAccepted) ContractEventName() string {
	return RegistryChainAcceptedEventName
}

// UnpackChainAcceptedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ChainAccepted(bytes32 indexed blockHash)
func (registry *Registry) UnpackChainAcceptedEvent(log *types.Log) (*RegistryChainAccepted, error) {
	event := "ChainAccepted"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryChainAccepted)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryExecuted represents a Executed event raised by the Registry contract.
type RegistryExecuted struct {
	Number uint64
	Raw    *types.Log // Blockchain specific contextual infos
}

const RegistryExecutedEventName = "Executed"

// ContractEventName returns the user-defined event name.
func (RegistryExecuted) ContractEventName() string {
	return RegistryExecutedEventName
}

// UnpackExecutedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Executed(uint64 indexed number)
func (registry *Registry) UnpackExecutedEvent(log *types.Log) (*RegistryExecuted, error) {
	event := "Executed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryExecuted)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryHandedOver represents a HandedOver event raised by the Registry contract.
type RegistryHandedOver struct {
	Successor common.Address
	Subject   [32]byte
	Raw       *types.Log // Blockchain specific contextual infos
}

const RegistryHandedOverEventName = "HandedOver"

// ContractEventName returns the user-defined event name.
func (RegistryHandedOver) ContractEventName() string {
	return RegistryHandedOverEventName
}

// UnpackHandedOverEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event HandedOver(address indexed successor, bytes32 subject)
func (registry *Registry) UnpackHandedOverEvent(log *types.Log) (*RegistryHandedOver, error) {
	event := "HandedOver"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryHandedOver)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryNodeUpdated represents a NodeUpdated event raised by the Registry contract.
type RegistryNodeUpdated struct {
	Account   common.Address
	Owner     common.Address
	Principal RegistryPrincipal
	Raw       *types.Log // Blockchain specific contextual infos
}

const RegistryNodeUpdatedEventName = "NodeUpdated"

// ContractEventName returns the user-defined event name.
func (RegistryNodeUpdated) ContractEventName() string {
	return RegistryNodeUpdatedEventName
}

// UnpackNodeUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event NodeUpdated(address indexed account, address indexed owner, (address,string,uint8,address,string,bytes32,bool,uint64,string,uint16,uint16) principal)
func (registry *Registry) UnpackNodeUpdatedEvent(log *types.Log) (*RegistryNodeUpdated, error) {
	event := "NodeUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryNodeUpdated)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryOwnerAdded represents a OwnerAdded event raised by the Registry contract.
type RegistryOwnerAdded struct {
	Account common.Address
	Owner   RegistryOwner
	Raw     *types.Log // Blockchain specific contextual infos
}

const RegistryOwnerAddedEventName = "OwnerAdded"

// ContractEventName returns the user-defined event name.
func (RegistryOwnerAdded) ContractEventName() string {
	return RegistryOwnerAddedEventName
}

// UnpackOwnerAddedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnerAdded(address indexed account, (address,string,string,bytes32,bool,uint64,uint16) owner)
func (registry *Registry) UnpackOwnerAddedEvent(log *types.Log) (*RegistryOwnerAdded, error) {
	event := "OwnerAdded"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryOwnerAdded)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryOwnerRemoved represents a OwnerRemoved event raised by the Registry contract.
type RegistryOwnerRemoved struct {
	Account common.Address
	Owner   RegistryOwner
	Raw     *types.Log // Blockchain specific contextual infos
}

const RegistryOwnerRemovedEventName = "OwnerRemoved"

// ContractEventName returns the user-defined event name.
func (RegistryOwnerRemoved) ContractEventName() string {
	return RegistryOwnerRemovedEventName
}

// UnpackOwnerRemovedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnerRemoved(address indexed account, (address,string,string,bytes32,bool,uint64,uint16) owner)
func (registry *Registry) UnpackOwnerRemovedEvent(log *types.Log) (*RegistryOwnerRemoved, error) {
	event := "OwnerRemoved"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryOwnerRemoved)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryOwnerRotated represents a OwnerRotated event raised by the Registry contract.
type RegistryOwnerRotated struct {
	Account     common.Address
	Replacement common.Address
	Previous    RegistryOwner
	Owner       RegistryOwner
	Raw         *types.Log // Blockchain specific contextual infos
}

const RegistryOwnerRotatedEventName = "OwnerRotated"

// ContractEventName returns the user-defined event name.
func (RegistryOwnerRotated) ContractEventName() string {
	return RegistryOwnerRotatedEventName
}

// UnpackOwnerRotatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnerRotated(address indexed account, address indexed replacement, (address,string,string,bytes32,bool,uint64,uint16) previous, (address,string,string,bytes32,bool,uint64,uint16) owner)
func (registry *Registry) UnpackOwnerRotatedEvent(log *types.Log) (*RegistryOwnerRotated, error) {
	event := "OwnerRotated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryOwnerRotated)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryPrincipalDeactivated represents a PrincipalDeactivated event raised by the Registry contract.
type RegistryPrincipalDeactivated struct {
	Account   common.Address
	Owner     common.Address
	Principal RegistryPrincipal
	Raw       *types.Log // Blockchain specific contextual infos
}

const RegistryPrincipalDeactivatedEventName = "PrincipalDeactivated"

// ContractEventName returns the user-defined event name.
func (RegistryPrincipalDeactivated) ContractEventName() string {
	return RegistryPrincipalDeactivatedEventName
}

// UnpackPrincipalDeactivatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event PrincipalDeactivated(address indexed account, address indexed owner, (address,string,uint8,address,string,bytes32,bool,uint64,string,uint16,uint16) principal)
func (registry *Registry) UnpackPrincipalDeactivatedEvent(log *types.Log) (*RegistryPrincipalDeactivated, error) {
	event := "PrincipalDeactivated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryPrincipalDeactivated)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryPrincipalRegistered represents a PrincipalRegistered event raised by the Registry contract.
type RegistryPrincipalRegistered struct {
	Account   common.Address
	Owner     common.Address
	Principal RegistryPrincipal
	Raw       *types.Log // Blockchain specific contextual infos
}

const RegistryPrincipalRegisteredEventName = "PrincipalRegistered"

// ContractEventName returns the user-defined event name.
func (RegistryPrincipalRegistered) ContractEventName() string {
	return RegistryPrincipalRegisteredEventName
}

// UnpackPrincipalRegisteredEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event PrincipalRegistered(address indexed account, address indexed owner, (address,string,uint8,address,string,bytes32,bool,uint64,string,uint16,uint16) principal)
func (registry *Registry) UnpackPrincipalRegisteredEvent(log *types.Log) (*RegistryPrincipalRegistered, error) {
	event := "PrincipalRegistered"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryPrincipalRegistered)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryProposed represents a Proposed event raised by the Registry contract.
type RegistryProposed struct {
	Number uint64
	By     common.Address
	Change RegistryChange
	Raw    *types.Log // Blockchain specific contextual infos
}

const RegistryProposedEventName = "Proposed"

// ContractEventName returns the user-defined event name.
func (RegistryProposed) ContractEventName() string {
	return RegistryProposedEventName
}

// UnpackProposedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Proposed(uint64 indexed number, address indexed by, (uint8,address,address,string,string[],bytes32,uint16,(address,string,bytes32,string,bytes),bytes32) change)
func (registry *Registry) UnpackProposedEvent(log *types.Log) (*RegistryProposed, error) {
	event := "Proposed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryProposed)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryThresholdSet represents a ThresholdSet event raised by the Registry contract.
type RegistryThresholdSet struct {
	Threshold uint16
	Owners    uint16
	Raw       *types.Log // Blockchain specific contextual infos
}

const RegistryThresholdSetEventName = "ThresholdSet"

// ContractEventName returns the user-defined event name.
func (RegistryThresholdSet) ContractEventName() string {
	return RegistryThresholdSetEventName
}

// UnpackThresholdSetEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ThresholdSet(uint16 threshold, uint16 owners)
func (registry *Registry) UnpackThresholdSetEvent(log *types.Log) (*RegistryThresholdSet, error) {
	event := "ThresholdSet"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryThresholdSet)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryVoted represents a Voted event raised by the Registry contract.
type RegistryVoted struct {
	Number uint64
	By     common.Address
	Votes  uint16
	Raw    *types.Log // Blockchain specific contextual infos
}

const RegistryVotedEventName = "Voted"

// ContractEventName returns the user-defined event name.
func (RegistryVoted) ContractEventName() string {
	return RegistryVotedEventName
}

// UnpackVotedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Voted(uint64 indexed number, address indexed by, uint16 votes)
func (registry *Registry) UnpackVotedEvent(log *types.Log) (*RegistryVoted, error) {
	event := "Voted"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryVoted)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (registry *Registry) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], registry.abi.Errors["AlreadyExecuted"].ID.Bytes()[:4]) {
		return registry.UnpackAlreadyExecutedError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["AlreadyVoted"].ID.Bytes()[:4]) {
		return registry.UnpackAlreadyVotedError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["BadChange"].ID.Bytes()[:4]) {
		return registry.UnpackBadChangeError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["BadEndpoints"].ID.Bytes()[:4]) {
		return registry.UnpackBadEndpointsError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["BadName"].ID.Bytes()[:4]) {
		return registry.UnpackBadNameError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["BadPath"].ID.Bytes()[:4]) {
		return registry.UnpackBadPathError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["BadRole"].ID.Bytes()[:4]) {
		return registry.UnpackBadRoleError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["BadThreshold"].ID.Bytes()[:4]) {
		return registry.UnpackBadThresholdError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["Closed"].ID.Bytes()[:4]) {
		return registry.UnpackClosedError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["DomainOverlaps"].ID.Bytes()[:4]) {
		return registry.UnpackDomainOverlapsError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["IsOwner"].ID.Bytes()[:4]) {
		return registry.UnpackIsOwnerError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["IsPrincipal"].ID.Bytes()[:4]) {
		return registry.UnpackIsPrincipalError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["NoConsent"].ID.Bytes()[:4]) {
		return registry.UnpackNoConsentError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["NoSubject"].ID.Bytes()[:4]) {
		return registry.UnpackNoSubjectError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["NoSuchIndex"].ID.Bytes()[:4]) {
		return registry.UnpackNoSuchIndexError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["NoWitnessKey"].ID.Bytes()[:4]) {
		return registry.UnpackNoWitnessKeyError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["NotAnOwner"].ID.Bytes()[:4]) {
		return registry.UnpackNotAnOwnerError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["NotYourPrincipal"].ID.Bytes()[:4]) {
		return registry.UnpackNotYourPrincipalError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["OtherChange"].ID.Bytes()[:4]) {
		return registry.UnpackOtherChangeError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["OutsideDomain"].ID.Bytes()[:4]) {
		return registry.UnpackOutsideDomainError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["OwnerExists"].ID.Bytes()[:4]) {
		return registry.UnpackOwnerExistsError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["PrincipalTaken"].ID.Bytes()[:4]) {
		return registry.UnpackPrincipalTakenError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["ProposalVoid"].ID.Bytes()[:4]) {
		return registry.UnpackProposalVoidError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["TooManyOwners"].ID.Bytes()[:4]) {
		return registry.UnpackTooManyOwnersError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["TooManyPrincipals"].ID.Bytes()[:4]) {
		return registry.UnpackTooManyPrincipalsError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["UnknownProposal"].ID.Bytes()[:4]) {
		return registry.UnpackUnknownProposalError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["ZeroAddress"].ID.Bytes()[:4]) {
		return registry.UnpackZeroAddressError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// RegistryAlreadyExecuted represents a AlreadyExecuted error raised by the Registry contract.
type RegistryAlreadyExecuted struct {
	Number uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AlreadyExecuted(uint64 number)
func RegistryAlreadyExecutedErrorID() common.Hash {
	return common.HexToHash("0x50a6e052a64ef0e0e359d483476796f10c9b2703975549b9462e11ea6db9cbdf")
}

// UnpackAlreadyExecutedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AlreadyExecuted(uint64 number)
func (registry *Registry) UnpackAlreadyExecutedError(raw []byte) (*RegistryAlreadyExecuted, error) {
	out := new(RegistryAlreadyExecuted)
	if err := registry.abi.UnpackIntoInterface(out, "AlreadyExecuted", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryAlreadyVoted represents a AlreadyVoted error raised by the Registry contract.
type RegistryAlreadyVoted struct {
	Number  uint64
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AlreadyVoted(uint64 number, address account)
func RegistryAlreadyVotedErrorID() common.Hash {
	return common.HexToHash("0xe4df9458dce04a4692596a2c20490c1359a1284cec1357a3aee6fd69d8dad898")
}

// UnpackAlreadyVotedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AlreadyVoted(uint64 number, address account)
func (registry *Registry) UnpackAlreadyVotedError(raw []byte) (*RegistryAlreadyVoted, error) {
	out := new(RegistryAlreadyVoted)
	if err := registry.abi.UnpackIntoInterface(out, "AlreadyVoted", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryBadChange represents a BadChange error raised by the Registry contract.
type RegistryBadChange struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadChange()
func RegistryBadChangeErrorID() common.Hash {
	return common.HexToHash("0x86aebc9b4be6214937ac414590c6df89476c5139fe7469c1bedcac8042f9ae73")
}

// UnpackBadChangeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadChange()
func (registry *Registry) UnpackBadChangeError(raw []byte) (*RegistryBadChange, error) {
	out := new(RegistryBadChange)
	if err := registry.abi.UnpackIntoInterface(out, "BadChange", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryBadEndpoints represents a BadEndpoints error raised by the Registry contract.
type RegistryBadEndpoints struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadEndpoints()
func RegistryBadEndpointsErrorID() common.Hash {
	return common.HexToHash("0x655849c6c66b78c8f20d904e66509a87b2b452973d3d76ec690e2070c8bf0b82")
}

// UnpackBadEndpointsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadEndpoints()
func (registry *Registry) UnpackBadEndpointsError(raw []byte) (*RegistryBadEndpoints, error) {
	out := new(RegistryBadEndpoints)
	if err := registry.abi.UnpackIntoInterface(out, "BadEndpoints", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryBadName represents a BadName error raised by the Registry contract.
type RegistryBadName struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadName()
func RegistryBadNameErrorID() common.Hash {
	return common.HexToHash("0x153736cdc513f7b7c5a7b4bce0c42036e1e7c69bb09e8a4356571ad5f4c69737")
}

// UnpackBadNameError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadName()
func (registry *Registry) UnpackBadNameError(raw []byte) (*RegistryBadName, error) {
	out := new(RegistryBadName)
	if err := registry.abi.UnpackIntoInterface(out, "BadName", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryBadPath represents a BadPath error raised by the Registry contract.
type RegistryBadPath struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadPath()
func RegistryBadPathErrorID() common.Hash {
	return common.HexToHash("0x64325c91f108520b461bf37f7e682ef85952d4d50489069c2e798b1861f04e29")
}

// UnpackBadPathError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadPath()
func (registry *Registry) UnpackBadPathError(raw []byte) (*RegistryBadPath, error) {
	out := new(RegistryBadPath)
	if err := registry.abi.UnpackIntoInterface(out, "BadPath", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryBadRole represents a BadRole error raised by the Registry contract.
type RegistryBadRole struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadRole()
func RegistryBadRoleErrorID() common.Hash {
	return common.HexToHash("0xd5c84cfb233f8ccc13b53b73ab1bcbc6e10a403631ba09b147240ef723b4360d")
}

// UnpackBadRoleError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadRole()
func (registry *Registry) UnpackBadRoleError(raw []byte) (*RegistryBadRole, error) {
	out := new(RegistryBadRole)
	if err := registry.abi.UnpackIntoInterface(out, "BadRole", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryBadThreshold represents a BadThreshold error raised by the Registry contract.
type RegistryBadThreshold struct {
	Threshold uint16
	Owners    uint16
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadThreshold(uint16 threshold, uint16 owners)
func RegistryBadThresholdErrorID() common.Hash {
	return common.HexToHash("0xce665eaab79acbecdd20b69a6f6cfc9d14f9df5c1cad0b57806cbe363106a20d")
}

// UnpackBadThresholdError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadThreshold(uint16 threshold, uint16 owners)
func (registry *Registry) UnpackBadThresholdError(raw []byte) (*RegistryBadThreshold, error) {
	out := new(RegistryBadThreshold)
	if err := registry.abi.UnpackIntoInterface(out, "BadThreshold", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryClosed represents a Closed error raised by the Registry contract.
type RegistryClosed struct {
	Successor common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Closed(address successor)
func RegistryClosedErrorID() common.Hash {
	return common.HexToHash("0x13607bf9d2dd20e1f3a7daf47ab12856f8aad65e6ae7e2c75ace3d0c424a40e8")
}

// UnpackClosedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Closed(address successor)
func (registry *Registry) UnpackClosedError(raw []byte) (*RegistryClosed, error) {
	out := new(RegistryClosed)
	if err := registry.abi.UnpackIntoInterface(out, "Closed", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryDomainOverlaps represents a DomainOverlaps error raised by the Registry contract.
type RegistryDomainOverlaps struct {
	Domain string
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error DomainOverlaps(string domain)
func RegistryDomainOverlapsErrorID() common.Hash {
	return common.HexToHash("0x34a3ab4142d0a57d872a814d85fc205357fef7b34944de841c80cfedff7605c1")
}

// UnpackDomainOverlapsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error DomainOverlaps(string domain)
func (registry *Registry) UnpackDomainOverlapsError(raw []byte) (*RegistryDomainOverlaps, error) {
	out := new(RegistryDomainOverlaps)
	if err := registry.abi.UnpackIntoInterface(out, "DomainOverlaps", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryIsOwner represents a IsOwner error raised by the Registry contract.
type RegistryIsOwner struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error IsOwner(address account)
func RegistryIsOwnerErrorID() common.Hash {
	return common.HexToHash("0xdd0860a88f8ad19262fe5203e60f5269be7903fade49f519650a3d007a52cffb")
}

// UnpackIsOwnerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error IsOwner(address account)
func (registry *Registry) UnpackIsOwnerError(raw []byte) (*RegistryIsOwner, error) {
	out := new(RegistryIsOwner)
	if err := registry.abi.UnpackIntoInterface(out, "IsOwner", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryIsPrincipal represents a IsPrincipal error raised by the Registry contract.
type RegistryIsPrincipal struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error IsPrincipal(address account)
func RegistryIsPrincipalErrorID() common.Hash {
	return common.HexToHash("0x916e4e8548cdd73ea8b564046ec63c99a44f9434008e157f72522121b27beea3")
}

// UnpackIsPrincipalError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error IsPrincipal(address account)
func (registry *Registry) UnpackIsPrincipalError(raw []byte) (*RegistryIsPrincipal, error) {
	out := new(RegistryIsPrincipal)
	if err := registry.abi.UnpackIntoInterface(out, "IsPrincipal", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryNoConsent represents a NoConsent error raised by the Registry contract.
type RegistryNoConsent struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoConsent(address account)
func RegistryNoConsentErrorID() common.Hash {
	return common.HexToHash("0x5b915ea23e6122c6de5db146fe1ec907791528454bd8df7a933329d4387f4680")
}

// UnpackNoConsentError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoConsent(address account)
func (registry *Registry) UnpackNoConsentError(raw []byte) (*RegistryNoConsent, error) {
	out := new(RegistryNoConsent)
	if err := registry.abi.UnpackIntoInterface(out, "NoConsent", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryNoSubject represents a NoSubject error raised by the Registry contract.
type RegistryNoSubject struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoSubject()
func RegistryNoSubjectErrorID() common.Hash {
	return common.HexToHash("0x447d59d045e1f85d67047658fbaed95a06c3db14aa19d354e3af6d0d0619886b")
}

// UnpackNoSubjectError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoSubject()
func (registry *Registry) UnpackNoSubjectError(raw []byte) (*RegistryNoSubject, error) {
	out := new(RegistryNoSubject)
	if err := registry.abi.UnpackIntoInterface(out, "NoSubject", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryNoSuchIndex represents a NoSuchIndex error raised by the Registry contract.
type RegistryNoSuchIndex struct {
	Index *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoSuchIndex(uint256 index)
func RegistryNoSuchIndexErrorID() common.Hash {
	return common.HexToHash("0x417f69182f47a45ce9ba1e2c2a8ea8e6b917df8cdaabf55aefed865b05f6b34c")
}

// UnpackNoSuchIndexError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoSuchIndex(uint256 index)
func (registry *Registry) UnpackNoSuchIndexError(raw []byte) (*RegistryNoSuchIndex, error) {
	out := new(RegistryNoSuchIndex)
	if err := registry.abi.UnpackIntoInterface(out, "NoSuchIndex", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryNoWitnessKey represents a NoWitnessKey error raised by the Registry contract.
type RegistryNoWitnessKey struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoWitnessKey()
func RegistryNoWitnessKeyErrorID() common.Hash {
	return common.HexToHash("0x935a4cee0c1b24843afe59148e03d3569df35784a92b0f686703a74a97e89c08")
}

// UnpackNoWitnessKeyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoWitnessKey()
func (registry *Registry) UnpackNoWitnessKeyError(raw []byte) (*RegistryNoWitnessKey, error) {
	out := new(RegistryNoWitnessKey)
	if err := registry.abi.UnpackIntoInterface(out, "NoWitnessKey", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryNotAnOwner represents a NotAnOwner error raised by the Registry contract.
type RegistryNotAnOwner struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotAnOwner(address account)
func RegistryNotAnOwnerErrorID() common.Hash {
	return common.HexToHash("0x351c880f97b5c9fe8a78843b2620da6200784fced5facc1080bec2fc770491c5")
}

// UnpackNotAnOwnerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotAnOwner(address account)
func (registry *Registry) UnpackNotAnOwnerError(raw []byte) (*RegistryNotAnOwner, error) {
	out := new(RegistryNotAnOwner)
	if err := registry.abi.UnpackIntoInterface(out, "NotAnOwner", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryNotYourPrincipal represents a NotYourPrincipal error raised by the Registry contract.
type RegistryNotYourPrincipal struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotYourPrincipal(address account)
func RegistryNotYourPrincipalErrorID() common.Hash {
	return common.HexToHash("0xd06810583fdc0046494287289fdbf0738f2426ca7a0181982cb19a10e6a36896")
}

// UnpackNotYourPrincipalError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotYourPrincipal(address account)
func (registry *Registry) UnpackNotYourPrincipalError(raw []byte) (*RegistryNotYourPrincipal, error) {
	out := new(RegistryNotYourPrincipal)
	if err := registry.abi.UnpackIntoInterface(out, "NotYourPrincipal", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryOtherChange represents a OtherChange error raised by the Registry contract.
type RegistryOtherChange struct {
	Number uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OtherChange(uint64 number)
func RegistryOtherChangeErrorID() common.Hash {
	return common.HexToHash("0xdcf3e5242e42e6fcc35d2a8902b4dc5277a240c491d90d55f39f9c111a59af39")
}

// UnpackOtherChangeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OtherChange(uint64 number)
func (registry *Registry) UnpackOtherChangeError(raw []byte) (*RegistryOtherChange, error) {
	out := new(RegistryOtherChange)
	if err := registry.abi.UnpackIntoInterface(out, "OtherChange", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryOutsideDomain represents a OutsideDomain error raised by the Registry contract.
type RegistryOutsideDomain struct {
	Domain string
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OutsideDomain(string domain)
func RegistryOutsideDomainErrorID() common.Hash {
	return common.HexToHash("0x64eae181f25cd17cd85567ba0e330b60345d7cca8e899a979459f591d5121544")
}

// UnpackOutsideDomainError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OutsideDomain(string domain)
func (registry *Registry) UnpackOutsideDomainError(raw []byte) (*RegistryOutsideDomain, error) {
	out := new(RegistryOutsideDomain)
	if err := registry.abi.UnpackIntoInterface(out, "OutsideDomain", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryOwnerExists represents a OwnerExists error raised by the Registry contract.
type RegistryOwnerExists struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OwnerExists(address account)
func RegistryOwnerExistsErrorID() common.Hash {
	return common.HexToHash("0x2314c757c675cfc42f1037557a2138df725e1752ab0d063885d1374ba4276cd6")
}

// UnpackOwnerExistsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OwnerExists(address account)
func (registry *Registry) UnpackOwnerExistsError(raw []byte) (*RegistryOwnerExists, error) {
	out := new(RegistryOwnerExists)
	if err := registry.abi.UnpackIntoInterface(out, "OwnerExists", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryPrincipalTaken represents a PrincipalTaken error raised by the Registry contract.
type RegistryPrincipalTaken struct {
	Account common.Address
	Owner   common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PrincipalTaken(address account, address owner)
func RegistryPrincipalTakenErrorID() common.Hash {
	return common.HexToHash("0xf8cbcf421f67fcd7353dfee7103e69594ead4c07081b1fcb95a83e7ed0c7535a")
}

// UnpackPrincipalTakenError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PrincipalTaken(address account, address owner)
func (registry *Registry) UnpackPrincipalTakenError(raw []byte) (*RegistryPrincipalTaken, error) {
	out := new(RegistryPrincipalTaken)
	if err := registry.abi.UnpackIntoInterface(out, "PrincipalTaken", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryProposalVoid represents a ProposalVoid error raised by the Registry contract.
type RegistryProposalVoid struct {
	Number uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ProposalVoid(uint64 number)
func RegistryProposalVoidErrorID() common.Hash {
	return common.HexToHash("0xa4b66e192ffceca4f91605bfb8a0e852f26a31c428dd0c8018c42c6626b982d0")
}

// UnpackProposalVoidError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ProposalVoid(uint64 number)
func (registry *Registry) UnpackProposalVoidError(raw []byte) (*RegistryProposalVoid, error) {
	out := new(RegistryProposalVoid)
	if err := registry.abi.UnpackIntoInterface(out, "ProposalVoid", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryTooManyOwners represents a TooManyOwners error raised by the Registry contract.
type RegistryTooManyOwners struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TooManyOwners()
func RegistryTooManyOwnersErrorID() common.Hash {
	return common.HexToHash("0x5e1459cc52dac5676ed5fbeb85f9cc7d7beffd6d724640c6db9e9f40eb3ff80b")
}

// UnpackTooManyOwnersError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TooManyOwners()
func (registry *Registry) UnpackTooManyOwnersError(raw []byte) (*RegistryTooManyOwners, error) {
	out := new(RegistryTooManyOwners)
	if err := registry.abi.UnpackIntoInterface(out, "TooManyOwners", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryTooManyPrincipals represents a TooManyPrincipals error raised by the Registry contract.
type RegistryTooManyPrincipals struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TooManyPrincipals()
func RegistryTooManyPrincipalsErrorID() common.Hash {
	return common.HexToHash("0xf8a26a8bd08bb63f28a49815547f733403c719fa827b979085c79df74240a96d")
}

// UnpackTooManyPrincipalsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TooManyPrincipals()
func (registry *Registry) UnpackTooManyPrincipalsError(raw []byte) (*RegistryTooManyPrincipals, error) {
	out := new(RegistryTooManyPrincipals)
	if err := registry.abi.UnpackIntoInterface(out, "TooManyPrincipals", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryUnknownProposal represents a UnknownProposal error raised by the Registry contract.
type RegistryUnknownProposal struct {
	Number uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error UnknownProposal(uint64 number)
func RegistryUnknownProposalErrorID() common.Hash {
	return common.HexToHash("0xd1be9852ac4effdbef54a2970b89d467cdde3a7239f007ffdbc2bc62cad09fa8")
}

// UnpackUnknownProposalError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error UnknownProposal(uint64 number)
func (registry *Registry) UnpackUnknownProposalError(raw []byte) (*RegistryUnknownProposal, error) {
	out := new(RegistryUnknownProposal)
	if err := registry.abi.UnpackIntoInterface(out, "UnknownProposal", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryZeroAddress represents a ZeroAddress error raised by the Registry contract.
type RegistryZeroAddress struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ZeroAddress()
func RegistryZeroAddressErrorID() common.Hash {
	return common.HexToHash("0xd92e233df2717d4a40030e20904abd27b68fcbeede117eaaccbbdac9618c8c73")
}

// UnpackZeroAddressError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ZeroAddress()
func (registry *Registry) UnpackZeroAddressError(raw []byte) (*RegistryZeroAddress, error) {
	out := new(RegistryZeroAddress)
	if err := registry.abi.UnpackIntoInterface(out, "ZeroAddress", raw); err != nil {
		return nil, err
	}
	return out, nil
}

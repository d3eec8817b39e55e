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
	ABI: "[{\"inputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string[]\",\"name\":\"domain\",\"type\":\"string[]\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"},{\"internalType\":\"bytes\",\"name\":\"consent\",\"type\":\"bytes\"}],\"internalType\":\"structRegistry.NewNode\",\"name\":\"node\",\"type\":\"tuple\"}],\"internalType\":\"structRegistry.NewOwner[]\",\"name\":\"owners\",\"type\":\"tuple[]\"},{\"internalType\":\"uint16\",\"name\":\"votes\",\"type\":\"uint16\"}],\"stateMutability\":\"nonpayable\",\"type\":\"constructor\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"AlreadyExecuted\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"AlreadyVoted\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadChange\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadEndpoints\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadName\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadPath\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadRole\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint16\",\"name\":\"threshold\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"owners\",\"type\":\"uint16\"}],\"name\":\"BadThreshold\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"successor\",\"type\":\"address\"}],\"name\":\"Closed\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"}],\"name\":\"DomainOverlaps\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"IsOwner\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"IsPrincipal\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"JustAdmitted\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NoConsent\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"NoSubject\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"NoSuchIndex\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"NoWitnessKey\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotAnOwner\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotYourPrincipal\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"OtherChange\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"}],\"name\":\"OutsideDomain\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"OwnerExists\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"}],\"name\":\"PrincipalTaken\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"ProposalVoid\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"TooManyOwners\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"TooManyPrincipals\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"UnknownProposal\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"ZeroAddress\",\"type\":\"error\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"blockHash\",\"type\":\"bytes32\"}],\"name\":\"ChainAccepted\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"Executed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"successor\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"subject\",\"type\":\"bytes32\"}],\"name\":\"HandedOver\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structRegistry.Principal\",\"name\":\"principal\",\"type\":\"tuple\"}],\"name\":\"NodeUpdated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structRegistry.Owner\",\"name\":\"owner\",\"type\":\"tuple\"}],\"name\":\"OwnerAdded\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structRegistry.Owner\",\"name\":\"owner\",\"type\":\"tuple\"}],\"name\":\"OwnerRemoved\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"replacement\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structRegistry.Owner\",\"name\":\"previous\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structRegistry.Owner\",\"name\":\"owner\",\"type\":\"tuple\"}],\"name\":\"OwnerRotated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structRegistry.Principal\",\"name\":\"principal\",\"type\":\"tuple\"}],\"name\":\"PrincipalDeactivated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structRegistry.Principal\",\"name\":\"principal\",\"type\":\"tuple\"}],\"name\":\"PrincipalRegistered\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"enumRegistry.ChangeKind\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"replacement\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string[]\",\"name\":\"domain\",\"type\":\"string[]\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"uint16\",\"name\":\"threshold\",\"type\":\"uint16\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"},{\"internalType\":\"bytes\",\"name\":\"consent\",\"type\":\"bytes\"}],\"internalType\":\"structRegistry.NewNode\",\"name\":\"node\",\"type\":\"tuple\"},{\"internalType\":\"bytes32\",\"name\":\"subject\",\"type\":\"bytes32\"}],\"indexed\":false,\"internalType\":\"structRegistry.Change\",\"name\":\"change\",\"type\":\"tuple\"}],\"name\":\"Proposed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"uint16\",\"name\":\"threshold\",\"type\":\"uint16\"},{\"indexed\":false,\"internalType\":\"uint16\",\"name\":\"owners\",\"type\":\"uint16\"}],\"name\":\"ThresholdSet\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint16\",\"name\":\"votes\",\"type\":\"uint16\"}],\"name\":\"Voted\",\"type\":\"event\"},{\"inputs\":[],\"name\":\"MAX_ENDPOINTS\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_NAME\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_OWNERS\",\"outputs\":[{\"internalType\":\"uint16\",\"name\":\"\",\"type\":\"uint16\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_PRINCIPALS\",\"outputs\":[{\"internalType\":\"uint16\",\"name\":\"\",\"type\":\"uint16\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"blockHash\",\"type\":\"bytes32\"}],\"name\":\"acceptedChain\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"activeOwners\",\"outputs\":[{\"internalType\":\"uint16\",\"name\":\"\",\"type\":\"uint16\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"owner_\",\"type\":\"address\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"}],\"name\":\"consentTo\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"deactivatePrincipal\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"handOver\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"successor\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"subject\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32[]\",\"name\":\"segments\",\"type\":\"bytes32[]\"}],\"name\":\"holderOf\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"owner_\",\"type\":\"address\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"owner_\",\"type\":\"address\"}],\"name\":\"isFogOf\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"owner\",\"outputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"}],\"internalType\":\"structRegistry.Owner\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"ownerAt\",\"outputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"}],\"internalType\":\"structRegistry.Owner\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"ownerCount\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32[]\",\"name\":\"segments\",\"type\":\"bytes32[]\"}],\"name\":\"ownerOf\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"}],\"name\":\"ownerOfDomain\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"owner_\",\"type\":\"address\"},{\"internalType\":\"uint32\",\"name\":\"tenure\",\"type\":\"uint32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"ownership\",\"outputs\":[{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32[2]\",\"name\":\"key\",\"type\":\"bytes32[2]\"},{\"internalType\":\"bytes\",\"name\":\"authenticatorData\",\"type\":\"bytes\"},{\"internalType\":\"bytes\",\"name\":\"clientDataJSON\",\"type\":\"bytes\"},{\"internalType\":\"bytes32[2]\",\"name\":\"signature\",\"type\":\"bytes32[2]\"},{\"internalType\":\"bytes32\",\"name\":\"challenge\",\"type\":\"bytes32\"}],\"name\":\"passkeyOf\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"principal\",\"outputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"internalType\":\"structRegistry.Principal\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"principalAt\",\"outputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"internalType\":\"structRegistry.Principal\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"principalCount\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"proposal\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint16\",\"name\":\"votes\",\"type\":\"uint16\"},{\"internalType\":\"bool\",\"name\":\"executed\",\"type\":\"bool\"},{\"internalType\":\"bool\",\"name\":\"void_\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"proposalCount\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"enumRegistry.ChangeKind\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"replacement\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string[]\",\"name\":\"domain\",\"type\":\"string[]\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"uint16\",\"name\":\"threshold\",\"type\":\"uint16\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"},{\"internalType\":\"bytes\",\"name\":\"consent\",\"type\":\"bytes\"}],\"internalType\":\"structRegistry.NewNode\",\"name\":\"node\",\"type\":\"tuple\"},{\"internalType\":\"bytes32\",\"name\":\"subject\",\"type\":\"bytes32\"}],\"internalType\":\"structRegistry.Change\",\"name\":\"change\",\"type\":\"tuple\"}],\"name\":\"propose\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"string[]\",\"name\":\"domain\",\"type\":\"string[]\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"},{\"internalType\":\"bytes\",\"name\":\"consent\",\"type\":\"bytes\"}],\"internalType\":\"structRegistry.NewPrincipal\",\"name\":\"p\",\"type\":\"tuple\"}],\"name\":\"registerPrincipal\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"standingOf\",\"outputs\":[{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"},{\"internalType\":\"address\",\"name\":\"owner_\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"threshold\",\"outputs\":[{\"internalType\":\"uint16\",\"name\":\"\",\"type\":\"uint16\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"}],\"name\":\"updateNode\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"components\":[{\"internalType\":\"enumRegistry.ChangeKind\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"replacement\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string[]\",\"name\":\"domain\",\"type\":\"string[]\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"uint16\",\"name\":\"threshold\",\"type\":\"uint16\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"endpoints\",\"type\":\"string\"},{\"internalType\":\"bytes\",\"name\":\"consent\",\"type\":\"bytes\"}],\"internalType\":\"structRegistry.NewNode\",\"name\":\"node\",\"type\":\"tuple\"},{\"internalType\":\"bytes32\",\"name\":\"subject\",\"type\":\"bytes32\"}],\"internalType\":\"structRegistry.Change\",\"name\":\"change\",\"type\":\"tuple\"}],\"name\":\"vote\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "Registry",
	Bin: "0x60808060405234611311576163e8803803809161001c8285611531565b83398101906040818303126113115780516001600160401b0381116113115781019180601f840112156113115782519261005584611554565b936100636040519586611531565b80855260208086019160051b830101918383116113115760208101915b8383106113165760208601518761ffff82168203611311578051604081116112ab574360181b6affffffffffffffff00000016919060005b81811061018d57846004549061ffff8260101c16918261ffff831611801561014f575b61013257907fdba0a4a41dcb619ccc733c6a18cdbe8e68762cc624339ed2c8ba8acd26a4f29c9260409261ffff83169061ffff19161760045561ffff8351921682526020820152a16040516149c79081611a218239f35b5061ffff906367332f5560e11b6000521660045260245260446000fd5b506201fffe8260011b1661ffff8316810460021461ffff8416151715610177578310156100db565b634e487b7160e01b600052601160045260246000fd5b61019781846115f7565b5180519091906001600160a01b031615611026576060820151156113005781516001600160a01b03908116600090815260016020526040902054166112de576101e3602083015161167d565b81516001600160a01b03166000908152602081905260409020805460ff166112bc57604061ffff60045460101c16146112ab5761022360408401516116ab565b9661023160408501516117f8565b946001600160a01b036102438a61189f565b1661128957885190610255828b61191e565b9283600052600360205260406000205461126757600091825b60018401808511610177578d5111156102d8576102d29061028f858f6115f7565b5160405190602082019283526040820152604081526102af606082611531565b5190209384600052600360205260406000206102cb815461196d565b905561196d565b9261026e565b508751600086815260026020526040902080546001600160a01b0319166001600160a01b03929092169190911790558554919b50999897959695949392915060081c60ff16156111e7575b82546001600160581b0319166101018181179260101b62ff000016916cffff0000000000000000000000916103639184178c171760581c61ffff16611630565b65ffffffffffff60681b1961ffff60581b19909416929092178a1760589290921b1617164360781b63ffffffff60781b161782556001820155606083015160028201556020830151805160038301916001600160401b038211611105576103ca8354611643565b601f8111611191575b50602090601f8311600114611126576004949392916000918361111b575b50508160011b916000199060031b1c19161790555b82519101916001600160401b0382116111055781906104258454611643565b601f81116110a7575b50602090601f831160011461104257600092611037575b50508160011b916000199060031b1c19161790555b60045463ffff000061047261ffff8360101c16611630565b60101b169063ffff000019161760045560018060a01b03815116600060c060405161049c816114fa565b82815260606020820152606060408201528260608201528260808201528260a082015201528060005260006020527fbe9e9f29351702332f36f4c15b418d5635aa43cba5ea48902dac426f3ac4eeaf6040600020600281015481549061ffff60405192610508846114fa565b86845261052a600461051c6003880161197c565b96602087019788520161197c565b60408501908152606085019384526080850160ff8316151581526105a860a087019260018060401b038560181c1684528560c089019560581c168552610595604051998a9960208b5260018060a01b0390511660208b01525160e060408b01526101008a019061160b565b9051888203601f190160608a015261160b565b9451608087015251151560a0860152516001600160401b031660c0850152511660e08301520390a2608081015180519091906001600160a01b0316806105f8575b505050600101929091926100b8565b60018060a01b0382511692604060208201519301519060408101519360806060830151920151906040519461062c866114fa565b80865260208601918252600260408701908152606087019586526080870197885260a0870194855260c08701939093526001600160a01b031615611026578151956006871015611010576000961561100157610688825161167d565b60ff84515111610ff25785516001600160a01b031687526020879052604087205460081c60ff16610fd55785516001600160a01b039081168852600160209081526040808a208054938416808c52928b9052908a2090979260a881901c60ff169182610fc9575b82610faf575b5050610f8f5750606093889181516006811015610e2e576003148015610f7b575b8151805115801590610f73575b610ee2575b50508a8a528960205260408a209161ffff835460681c166104008114610ed35761075190611630565b835461ffff60681b191660689190911b6effff000000000000000000000000001617835588546001600160a01b031615610e42575b88546001600160a01b0319166001600160a01b038d16178955516006811015610e2e57885491515164ffffffffff60b01b1961ffff60a01b1990931660a09290921b60ff60a01b1691909117600160a81b1791821660b09190911b60ff60b01b169081174360b81b63ffffffff60b81b169081178a55925466ffffffffffffff60b01b19909216179160809190911b61ffff60d81b169061ffff60e81b610837848317841760e81c61ffff16611630565b60e81b169261ffff60e81b19161717178655600186015551600285015551600384019080519060018060401b038211610e1a5781906108768454611643565b601f8111610dc0575b50602090601f8311600114610d5d578992610d52575b50508160011b916000199060031b1c19161790555b805160048401916001600160401b038211610d3e576108c98354611643565b601f8111610cec575b50602090601f8311600114610c8557600594939291889183610c7a575b50508160011b916000199060031b1c19161790555b51805191909201916001600160401b038211610c665781906109268454611643565b601f8111610c0c575b50602090601f8311600114610ba9578692610b9e575b50508160011b916000199060031b1c19161790555b60018060a01b03905116908061014060405161097581611515565b82815260606020820152826040820152826060820152606060808201528260a08201528260c08201528260e08201526060610100820152826101208201520152818152600160205260408120805460ff8160a01c1692600283015490604051936109de85611515565b8685526109ed6003820161197c565b956020860196875260408601906006811015610b8a5781526001600160a01b0385166060870190815290610a236004840161197c565b6080880190815260a0880195865260c088019260ff8860a81c1615158452610a5d600560e08b019663ffffffff8b60b81c1688520161197c565b956101008a01968752610ab46101208b019a61ffff8b60d81c168c5261ffff61014082019b60e81c168b52610160604080519e8f936020855260018060a01b039051166020850152519201526101808d019061160b565b9351906006821015610b76575060608b0152516001600160a01b031660808a015251888203601f190160a08a015260019b9a99987f0fc25ee2b5dc5e91cc1da614e5a0bcc80f57c1e3af34955203ca32a0ebd4f4109890978897919661ffff9691958795610b5a95929392610b29919061160b565b935160c08b015251151560e08a01528e8060401b0390511661010089015251601f198883030161012089015261160b565b93511661014085015251166101608301520390a39086806105e9565b634e487b7160e01b81526021600452602490fd5b634e487b7160e01b84526021600452602484fd5b015190508b80610945565b8487528187209250601f198416875b818110610bf45750908460019594939210610bdb575b505050811b01905561095a565b015160001960f88460031b161c191690558b8080610bce565b92936020600181928786015181550195019301610bb8565b8281111561092f5790915083865260208620601f840160051c9060208510610c5e575b849392601f0160051c8290039101875b828110610c4d57505061092f565b808201899055859450600101610c3f565b879150610c2f565b634e487b7160e01b85526041600452602485fd5b015190508e806108ef565b8388528188209190601f198416895b818110610cd4575091600193918560059897969410610cbb575b505050811b019055610904565b015160001960f88460031b161c191690558e8080610cae565b92936020600181928786015181550195019301610c94565b828111156108d25783885260208820601f840160051c9060208510610d36575b81601f9101920160051c0390885b828110610d285750506108d2565b808a60019284015501610d1a565b899150610d0c565b634e487b7160e01b87526041600452602487fd5b015190508e80610895565b848a52818a209250601f1984168a5b818110610da85750908460019594939210610d8f575b505050811b0190556108aa565b015160001960f88460031b161c191690558e8080610d82565b92936020600181928786015181550195019301610d6c565b8281111561087f5790915083895260208920601f840160051c9060208510610e12575b849392601f0160051c82900391018a5b828110610e0157505061087f565b8082018c9055859450600101610df3565b8a9150610de3565b634e487b7160e01b88526041600452602488fd5b634e487b7160e01b8b52602160045260248bfd5b60018060a01b038a511660065468010000000000000000811015610ebf576001810180600655811015610eab5760068d527ff652222313e28459528d920b65115c16c04f3efc82aaedc97be59f3f377c0d3f0180546001600160a01b0319169091179055610786565b634e487b7160e01b8d52603260045260248dfd5b634e487b7160e01b8d52604160045260248dfd5b63f8a26a8b60e01b8c5260048cfd5b909650610ef09193506116ab565b610efa83516117f8565b956001600160a01b03610f0c8361189f565b16908c8214159182610f58575b5050610f32578051610f2a9161191e565b913880610728565b6040516364eae18160e01b81526020600482015280610f54602482018961160b565b0390fd5b1580159250610f6a575b503880610f19565b90501538610f62565b508115610723565b5081516006811015610e2e57600414610716565b8751637c65e7a160e11b8a526001600160a01b0316600452602452604488fd5b61ffff91925081905460581c169160d81c161438806106f5565b805460ff1692506106ef565b8551631ba10c1560e31b88526001600160a01b0316600452602487fd5b6332ac24e360e11b8752600487fd5b63d5c84cfb60e01b8752600487fd5b634e487b7160e01b600052602160045260246000fd5b63d92e233d60e01b60005260046000fd5b015190508980610445565b60008581528281209350601f198516905b81811061108f5750908460019594939210611076575b505050811b01905561045a565b015160001960f88460031b161c19169055898080611069565b92936020600181928786015181550195019301611053565b8281111561042e57909150836000526020600020601f840160051c90602085106110fc575b849392601f0160051c829003910160005b8281106110eb57505061042e565b6000818301558594506001016110dd565b600091506110cc565b634e487b7160e01b600052604160045260246000fd5b015190508c806103f1565b90601f1983169184600052816000209260005b818110611179575091600193918560049897969410611160575b505050811b019055610406565b015160001960f88460031b161c191690558c8080611153565b92936020600181928786015181550195019301611139565b828111156103d357836000526020600020601f840160051c90602085106111de575b81601f9101920160051c039060005b8281106111d05750506103d3565b6000828201556001016111c2565b600091506111b3565b60018060a01b03855116600554680100000000000000008110156111055760018101806005558110156112515760056000527f036b6384b5eca791c62761152d0c79bb0604c104a5fb6f4eb0703f3154bb3db00180546001600160a01b0319169091179055610323565b634e487b7160e01b600052603260045260246000fd5b6040516334a3ab4160e01b81526020600482015280610f54602482018b61160b565b6040516334a3ab4160e01b81526020600482015280610f54602482018961160b565b631785167360e21b60005260046000fd5b8251632314c75760e01b60009081526001600160a01b03909116600452602490fd5b505163916e4e8560e01b60009081526001600160a01b03909116600452602490fd5b6349ad267760e11b60005260046000fd5b600080fd5b82516001600160401b0381116113115782019060a0828703601f1901126113115760405191611344836114df565b6113506020820161156b565b835260408101516001600160401b03811161131157876020611374928401016115a2565b602084015260608101516001600160401b0381116113115760209082010187601f820112156113115780516113a881611554565b916113b66040519384611531565b81835260208084019260051b820101918a83116113115760208201905b8382106114b2575050505060408401526080810151606084015260a08101516001600160401b0381116113115760209101019060a082880312611311576040519261141d846114df565b6114268361156b565b845260208301516001600160401b03811161131157886114479185016115a2565b60208501526040838101519085015260608301516001600160401b03811161131157886114759185016115a2565b60608501526080830151936001600160401b0385116113115761149d896020968796016115a2565b60808201526080820152815201920191610080565b81516001600160401b038111611311576020916114d48e8480948801016115a2565b8152019101906113d3565b60a081019081106001600160401b0382111761110557604052565b60e081019081106001600160401b0382111761110557604052565b61016081019081106001600160401b0382111761110557604052565b601f909101601f19168101906001600160401b0382119082101761110557604052565b6001600160401b0381116111055760051b60200190565b51906001600160a01b038216820361131157565b60005b8381106115925750506000910152565b8181015183820152602001611582565b81601f820112156113115780516020909101906001600160401b03811161110557604051926115db601f8301601f191660200185611531565b81845281830111611311576115f491602084019061157f565b90565b80518210156112515760209160051b010190565b906020916116248151809281855285808601910161157f565b601f01601f1916010190565b61ffff1661ffff81146101775760010190565b90600182811c92168015611673575b602083101461165d57565b634e487b7160e01b600052602260045260246000fd5b91607f1691611652565b5180159081156116a0575b5061168f57565b63153736cd60e01b60005260046000fd5b607f91501138611688565b908151801580156117ee575b611784576116c481611554565b906116d26040519283611531565b808252601f196116e182611554565b01366020840137819360005b8281106116fa5750505050565b61170481836115f7565b518051801580156117e4575b6117845760005b81811061173c575050908160206001935191012061173582876115f7565b52016116ed565b82518110156112515760ff60f81b6020828501015116606160f81b81101590816117d5575b81156117b1575b81156117a3575b8115611795575b501561178457600101611717565b6364325c9160e01b60005260046000fd5b605f60f81b14905038611776565b602d60f81b8114915061176f565b9050600360fc1b811015806117c7575b90611768565b50603960f81b8111156117c1565b603d60f91b8111159150611761565b50603f8111611710565b50600881116116b7565b90815180156118875782511561125157916020810151926001915b81831061181f57505050565b90919360019061187e8261183388866115f7565b51926020604051948261184f879451809285808801910161157f565b8301602f60f81b8382015261186d825180938560218501910161157f565b01010301601f198101835282611531565b94019190611813565b509050604051611898602082611531565b6000815290565b8051906008821161178457600090815b8383106118bf5750505050600090565b6118c983836115f7565b5160405190602082019283526040820152604081526118e9606082611531565b5190206000818152600260205260409020549092906001600160a01b0316806119165750600101916118af565b935050505090565b6000929183915b81831061193157505050565b90919360019061194186846115f7565b516040519060208201928352604082015260408152611961606082611531565b51902094019190611925565b60001981146101775760010190565b906040519182600082549261199084611643565b80845293600181169081156119fe57506001146119b7575b506119b592500383611531565b565b90506000929192526020600020906000915b8183106119e25750509060206119b592820101386119a8565b60209193508060019154838589010152019101909184926119c9565b9050602092506119b594915060ff191682840152151560051b820101386119a856fe6080604052600436101561001257600080fd5b60003560e01c806295b989146114015780630b8bb146146113e55780630c5802281461132f5780630db02622146113115780632254f9251461127f578063243598791461120f57806327d6d6e0146111a65780632a84d925146111715780632ce0f9d61461114d5780633b528d3f1461109c57806342cde4e81461107a57806345f49a5814610fd6578063666e1b3914610f9a578063756bf25414610f7e5780637afa0aa314610ed95780637cdbc4be14610eab5780638de6262e14610e865780638e1e7c3414610dcf578063af753b0814610d76578063afef73ac14610d27578063b06ac8c314610d0a578063b216dacc14610b7b578063b3c7fa1014610a03578063bf5c36a4146109e7578063c25ee51e14610226578063c7040cc3146101f3578063d6d4ce52146101d5578063da35c664146101ab5763dbc7bc411461015a57600080fd5b346101a65760803660031901126101a6576101736114a1565b60243561ffff811681036101a6576044359160068310156101a65760209261019e9260643592611e80565b604051908152f35b600080fd5b346101a65760003660031901126101a65760206001600160401b0360045460601c16604051908152f35b346101a65760003660031901126101a6576020600654604051908152f35b346101a65760206102156102106102093661144f565b3691611776565b611f20565b6001600160a01b0360405191168152f35b346101a65760203660031901126101a6576004356001600160401b0381116101a65760e060031982360301126101a65761025e611fae565b6102666122a5565b6000604051610274816116d1565b610280836004016114b7565b815260248301356001600160401b0381116109e3576102a59060043691860101611de4565b926020820193845260448101359360068510156109df576040830194855260648201356001600160401b0381116109db576102e69060043691850101611e02565b9060608401918252608084016084840135815260a48401356001600160401b0381116109d75761031c9060043691870101611de4565b9360a0860194855260c48101356001600160401b0381116109d35761034691369101600401611de4565b9660c086019788526001600160a01b03865116156109c457805160068110156109b057156109a1576103788351613f11565b610382855161266a565b6001600160a01b0386511687528660205260ff604088205460081c16610984576001600160a01b038651168752600160205260408720976103c289612035565b61095f5760609488928051600681101561094b576003148015610937575b825180511580159061092f575b61089e575b5050338a528960205260408a20926001600160a01b038a51169061ffff855460581c16835190600682101561088a578761043a9493926104329233611e80565b90519161423c565b1561086d5761ffff835460681c16610400811461085e5761045d610479916122cd565b845461ffff60681b191660689190911b61ffff60681b16178455565b6001600160a01b038b541615610846575b8a546001600160a01b03191633178b55516006811015610832578a5491515164ffffffffff60b01b1961ffff60a01b1990931660a09290921b60ff60a01b1691909117600160a81b1791821660b09190911b60ff60b01b169081174360b81b63ffffffff60b81b169081178c55925466ffffffffffffff60b01b19909216179160809190911b61ffff60d81b169061ffff60e81b610532848317841760e81c61ffff166122cd565b60e81b169261ffff60e81b1916171717885560018801555160028701555160038601908051906001600160401b03821161081e5761057a8261057485546118a5565b85611b2f565b602090601f83116001146107bb576105aa9291889183610735575b50508160011b916000199060031b1c19161790565b90555b805160048601916001600160401b0382116107a7576105d08261057485546118a5565b602090601f831160011461074057918061060492600596959489926107355750508160011b916000199060031b1c19161790565b90555b51930183516001600160401b0381116107215761062e8161062884546118a5565b84611b2f565b6020601f82116001146106b65790806106669286976001600160a01b0397926106ab5750508160011b916000199060031b1c19161790565b90555b511661067481611983565b907f0fc25ee2b5dc5e91cc1da614e5a0bcc80f57c1e3af34955203ca32a0ebd4f410604051806106a5339582611595565b0390a380f35b015190508780610595565b82855280852095601f198316865b8181106107095750916001600160a01b039697918460019594106106f0575b505050811b019055610669565b015160001960f88460031b161c191690558680806106e3565b838301518955600190980197602093840193016106c4565b634e487b7160e01b84526041600452602484fd5b015190508980610595565b8387528187209190601f198416885b81811061078f575091600193918560059897969410610776575b505050811b019055610607565b015160001960f88460031b161c19169055888080610769565b9293602060018192878601518155019501930161074f565b634e487b7160e01b86526041600452602486fd5b8388528188209190601f198416895b81811061080657509084600195949392106107ed575b505050811b0190556105ad565b015160001960f88460031b161c191690558880806107e0565b929360206001819287860151815501950193016107ca565b634e487b7160e01b87526041600452602487fd5b634e487b7160e01b8a52602160045260248afd5b6108596001600160a01b038a51166126a9565b61048a565b63f8a26a8b60e01b8b5260048bfd5b8851632dc8af5160e11b8b526001600160a01b031660045260248afd5b634e487b7160e01b8e52602160045260248efd5b9097506108ac919450613f82565b6108b68251614097565b966001600160a01b036108c883611f20565b1690338214159182610914575b50506108ee5780516108e69161413e565b928b806103f2565b6040516364eae18160e01b81526020600482015280610910602482018a6114fb565b0390fd5b1580159250610926575b508c806108d5565b9050158c61091e565b5081156103ed565b508051600681101561094b576004146103e0565b634e487b7160e01b8b52602160045260248bfd5b86518954637c65e7a160e11b8a526001600160a01b0391821660045216602452604488fd5b8551631ba10c1560e31b88526001600160a01b0316600452602487fd5b63d5c84cfb60e01b8752600487fd5b634e487b7160e01b88526021600452602488fd5b63d92e233d60e01b8752600487fd5b8780fd5b8680fd5b8480fd5b8380fd5b8280fd5b346101a65760003660031901126101a657602060405160ff8152f35b346101a65760203660031901126101a6576004356001600160401b0381116101a657610120816004019160031990360301126101a657602090610a44611fae565b610a4c6122a5565b61019e60045491610a686001600160401b038460601c16611b92565b6001600160401b0381169367ffffffffffffffff60601b8260601b169067ffffffffffffffff60601b19161780600455610aa183612686565b60405190610aae826116b6565b81526001600160401b0387820192881c168252610b2761ffff60408301600081526001600160401b038060016060870196600088528c60005260078e5260406000209051815501965116166001600160401b03198654161785555116839061ffff60401b82549160401b169061ffff60401b1916179055565b51151560ff60501b82549160501b169060ff60501b1916179055604051847fb6de48ac84098570dd53ef2941c86629cbdee1a6eaa4e14b4f97fef2d32bd4cd339280610b738782611c01565b0390a36122e0565b346101a65760603660031901126101a657610b946114a1565b6044356001600160401b0381116101a657610bb390369060040161167a565b610bbe929192611fae565b610bc66122a5565b610bd9610bd4368386611af8565b61266a565b6005610be483611fdc565b602435600282015501906001600160401b038111610cf457610c0a8161062884546118a5565b6000601f8211600114610c91578190610c3b939495600092610c865750508160011b916000199060031b1c19161790565b90555b610c4781611983565b7f871c5a13291de08a2762b58a35ace066da845a87465d3444229afd3de74de5f460405180610c816001600160a01b033396169482611595565b0390a3005b013590508580610595565b601f198216948382526020822091805b878110610cdc575083600195969710610cc2575b505050811b019055610c3e565b0135600019600384901b60f8161c19169055848080610cb5565b90926020600181928686013581550194019101610ca1565b634e487b7160e01b600052604160045260246000fd5b346101a65760003660031901126101a65760206040516104008152f35b346101a65760203660031901126101a657600435600052600260205260406001600160a01b0381600020541680600052600060205263ffffffff826000205460781c1682519182526020820152f35b346101a65760403660031901126101a657610d8f611664565b602435906001600160401b0382116101a65761012060031983360301126101a657610dcd91610dbc611fae565b610dc46122a5565b600401906122e0565b005b346101a65760e03660031901126101a657366044116101a6576044356001600160401b0381116101a657610e0790369060040161167a565b906064356001600160401b0381116101a657610e2790369060040161167a565b903660c4116101a657610e3d9360c43593612088565b15610e7d5760206001600160a01b036040518281019060406004833760408152610e6860608261173e565b519020166001600160a01b0360405191168152f35b60206000610215565b346101a65760003660031901126101a657602061ffff60045460101c16604051908152f35b346101a65760003660031901126101a65760406001600160a01b03600a5416600b5482519182526020820152f35b346101a65760203660031901126101a6576001600160401b03610efa611664565b168060005260076020526040600020908154908115610f6a57506001608092015460ff8160501c1615809181610f4d575b61ffff9060405194855260401c16602084015215604083015215156060820152f35b60045460201c6001600160401b0390811690821614159250610f2b565b6368df4c2960e11b60005260045260246000fd5b346101a65760003660031901126101a6576020604051607f8152f35b346101a65760203660031901126101a657610fd2610fbe610fb96114a1565b611a53565b604051918291602083526020830190611520565b0390f35b346101a65760203660031901126101a657600435610ff2611850565b5060065481101561106657600060065482101561105257600690527ff652222313e28459528d920b65115c16c04f3efc82aaedc97be59f3f377c0d3f0154610fd290611046906001600160a01b0316611983565b60405191829182611595565b634e487b7160e01b81526032600452602490fd5b63082fed2360e31b60005260045260246000fd5b346101a65760003660031901126101a657602061ffff60045416604051908152f35b346101a65760403660031901126101a6576110b56114a1565b602435906001600160a01b0382168092036101a6576001600160a01b03166000526001602052604060002080549060ff8260a01c16926006841015611137576002602094149283611124575b505081611114575b506040519015158152f35b61111e9150612035565b82611109565b6001600160a01b03161491508380611101565b634e487b7160e01b600052602160045260246000fd5b346101a65760203660031901126101a657610fd261104661116c6114a1565b611983565b346101a65760203660031901126101a657600435600052600960205260206001600160401b0360406000205416604051908152f35b346101a65760203660031901126101a6576001600160a01b036111c76114a1565b1660005260006020526040600020805460ff81166000146112035761ffff600160409301549160581c16905b61ffff8351921682526020820152f35b505060406000806111f3565b346101a65760203660031901126101a65760043561122b6117e9565b5060055481101561106657600060055482101561105257600590527f036b6384b5eca791c62761152d0c79bb0604c104a5fb6f4eb0703f3154bb3db00154610fd290610fbe906001600160a01b0316611a53565b346101a65760203660031901126101a6576001600160a01b036112a06114a1565b166000526001602052606060406000206112b981612035565b600090156112fc5750546001600160a01b0360ff8260a01c169161ffff82818360e81c169216915b6112ee60405180966114cb565b166020840152166040820152f35b90506001600160a01b03600061ffff816112e1565b346101a65760003660031901126101a6576020600554604051908152f35b346101a65760203660031901126101a6576113486114a1565b611350611fae565b61135981611fdc565b60ff60a81b1981541690553360005260006020526113a2604060002061138661ffff825460681c166117c2565b815461ffff60681b191660689190911b61ffff60681b16179055565b6113ab81611983565b7fcd16430a2382d830103be57330a6f7fcf8ffc7ad96cfe1757a895da07307688460405180610c816001600160a01b033396169482611595565b346101a65760003660031901126101a657602060405160408152f35b346101a65760606001600160a01b0361141f6102106102093661144f565b168060005260006020526040600020600161ffff825460581c169101549060405192835260208301526040820152f35b9060206003198301126101a6576004356001600160401b0381116101a657826023820112156101a6578060040135926001600160401b0384116101a65760248460051b830101116101a6576024019190565b600435906001600160a01b03821682036101a657565b35906001600160a01b03821682036101a657565b9060068210156111375752565b60005b8381106114eb5750506000910152565b81810151838201526020016114db565b90602091611514815180928185528580860191016114d8565b601f01601f1916010190565b906001600160a01b03825116815260c061ffff81611562611550602087015160e0602088015260e08701906114fb565b604087015186820360408801526114fb565b94606081015160608601526080810151151560808601526001600160401b0360a08201511660a086015201511691015290565b602081526001600160a01b03825116602082015261016061ffff61014061164e61160c6115d160208801518660408901526101808801906114fb565b6115e3604089015160608901906114cb565b6001600160a01b0360608901511660808801526080880151601f198883030160a08901526114fb565b60a087015160c087015260c0870151151560e08701526001600160401b0360e088015116610100870152610100870151601f19878303016101208801526114fb565b9482610120820151168286015201511691015290565b600435906001600160401b03821682036101a657565b9181601f840112156101a6578235916001600160401b0383116101a657602083818601950101116101a657565b359061ffff821682036101a657565b608081019081106001600160401b03821117610cf457604052565b60e081019081106001600160401b03821117610cf457604052565b61016081019081106001600160401b03821117610cf457604052565b60a081019081106001600160401b03821117610cf457604052565b606081019081106001600160401b03821117610cf457604052565b90601f801991011681019081106001600160401b03821117610cf457604052565b6001600160401b038111610cf45760051b60200190565b9291906117828161175f565b93611790604051958661173e565b602085838152019160051b81019283116101a657905b8282106117b257505050565b81358152602091820191016117a6565b61ffff1680156117d3576000190190565b634e487b7160e01b600052601160045260246000fd5b604051906117f6826116d1565b600060c08382815260606020820152606060408201528260608201528260808201528260a08201520152565b805482101561183a5760005260206000200190600090565b634e487b7160e01b600052603260045260246000fd5b6040519061185d826116ec565b60006101408382815260606020820152826040820152826060820152606060808201528260a08201528260c08201528260e08201526060610100820152826101208201520152565b90600182811c921680156118d5575b60208310146118bf57565b634e487b7160e01b600052602260045260246000fd5b91607f16916118b4565b90604051918260008254926118f3846118a5565b8084529360018116908115611961575060011461191a575b506119189250038361173e565b565b90506000929192526020600020906000915b818310611945575050906020611918928201013861190b565b602091935080600191548385890101520191019091849261192c565b90506020925061191894915060ff191682840152151560051b8201013861190b565b6001600160a01b0390611994611850565b50168060005260016020526040600020805460ff8160a01c16600283015490604051946119c0866116ec565b85526119ce600385016118df565b602086015260068110156111375761ffff93611a349260059260408801526001600160a01b0385166060880152611a07600483016118df565b608088015260a087015260ff8460a81c16151560c087015263ffffffff8460b81c1660e0870152016118df565b610100840152818160d81c1661012084015260e81c1661014082015290565b6001600160a01b0390611a646117e9565b501680600052600060205261ffff60406000206002810154611aaa600483549360405196611a91886116d1565b8752611a9f600382016118df565b6020880152016118df565b6040850152606084015260ff8116151560808401526001600160401b038160181c1660a084015260581c1660c082015290565b6001600160401b038111610cf457601f01601f191660200190565b929192611b0482611add565b91611b12604051938461173e565b8294818452818301116101a6578281602093846000960137010152565b919091601f8311611b40575b505050565b818311611b4c57505050565b60005260206000206020601f830160051c9210611b89575b81601f9101920160051c039060005b82811015611b3b57600082820155600101611b73565b60009150611b64565b6001600160401b03166001600160401b0381146117d35760010190565b9035601e19823603018112156101a65701602081359101916001600160401b0382116101a65781360383136101a657565b908060209392818452848401376000828201840152601f01601f1916010190565b60208152813560078110156101a65760009060208301526001600160a01b03611c2c602085016114b7565b1660408301526001600160a01b03611c46604085016114b7565b166060830152611c6f611c5c6060850185611baf565b6101206080860152610140850191611be0565b9036849003906080850135601e198301811215611de0578501602081359101936001600160401b0382116109e3578160051b9081360386136109df57601f95929195198782030160a0880152818152602080820196820101958385925b848410611da85750505050505060a085013560c085015261ffff611cf260c087016116a7565b1660e085015260e085013591609e1901821215611da55750611d9c6101209285610100930190601f1986820301848701526001600160a01b03611d34836114b7565b168152611d8e611d83611d5e611d4d6020860186611baf565b60a0602087015260a0860191611be0565b60408501356040850152611d756060860186611baf565b908583036060870152611be0565b926080810190611baf565b916080818503910152611be0565b93013591015290565b80fd5b909192939497602080611dd0600193601f19868203018852611dca8d88611baf565b90611be0565b9a01940194019294939190611ccc565b5080fd5b9080601f830112156101a657816020611dff93359101611af8565b90565b9080601f830112156101a6578135611e198161175f565b92611e27604051948561173e565b81845260208085019260051b820101918383116101a65760208201905b838210611e5357505050505090565b81356001600160401b0381116101a657602091611e7587848094880101611de4565b815201910190611e44565b929091611ef09061ffff604051946001600160a01b03602087019760e0895260206101008901527f637573746f733a20636f6e73656e7420746f20626520726567697374657265646101208901524660408901523060608901521660808701521660a085015260c08401906114cb565b60e08201526101208152611f066101408261173e565b51902090565b805182101561183a5760209160051b010190565b80519060088211611f9d57600090815b838310611f405750505050600090565b611f4a8383611f0c565b516040519060208201928352604082015260408152611f6a60608261173e565b519020918260005260026020526001600160a01b036040600020541680611f95575060010191611f30565b935050505090565b6364325c9160e01b60005260046000fd5b33600052600060205260ff6040600020541615611fc757565b63351c880f60e01b6000523360045260246000fd5b6001600160a01b0316908160005260016020526040600020916001600160a01b038354163314801590612025575b6120115750565b631a0d020b60e31b60005260045260246000fd5b5061202f83612035565b1561200a565b546001600160a01b038116600052600060205260406000209060ff8160a81c16918261207c575b8261206657505090565b61ffff91925081905460581c169160d81c161490565b805460ff16925061205c565b9291909360258510801561229a575b801561228f575b61228557846020101561183a5760fb60f81b6020850135600560f81b16016122855761214090604051906020820152602081526120dc60408261173e565b604051906120eb60608361173e565b604082527f4142434445464748494a4b4c4d4e4f505152535455565758595a61626364656660208301527f6768696a6b6c6d6e6f707172737475767778797a303132333435363738392d5f6040830152614408565b604051906121af600160448460208101947f7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6786526332911d1160e11b604083015261219481518092602086860191016114d8565b8101601160f91b838201520301601e1981018552018361173e565b8151808510612279578481116101a6576121cb90369085611af8565b602081519101209151902003612270578160009160209360405192839283378101838152039060025afa156122645761223c60009160209361222b858086519360405194818692848401988937820190838201520301808452018261173e565b6040519283928392519283916114d8565b8101039060025afa1561226457611dff600051602435906004359060a4359060843590612712565b6040513d6000823e3d90fd5b50505050600090565b50505050505050600090565b5050505050600090565b50610400831161209e565b506104008511612097565b6001600160a01b03600a5416806122b95750565b6313607bf960e01b60005260045260246000fd5b61ffff1661ffff81146117d35760010190565b6001600160401b0316806000526007602052604060002080549081156126555760010190815460ff8160501c16612640576001600160401b038060045460201c1691160361262b5761233184612686565b036126165781600052600860205260406000206001600160a01b03331660005260205260ff604060002054166125fd5781600052600860205260406000206001600160a01b0333166000526020526040600020600160ff198254161790556123a061ffff825460401c166122cd565b815469ffff00000000000000001916604082901b61ffff60401b1617825561ffff604051911690818152837f0163636c3433cdc6cf61ce04bc6fd7818bd2d9365e9a08f9615fe2d696cc30a760203393a361ffff6004541611611b3b576a010000000000000000000060ff60501b198254161790556004546bffffffffffffffff0000000061243a6001600160401b038360201c16611b92565b60201b16906bffffffffffffffff00000000191617600455604051907fb6a27bc179a4657dc152b6b67c49e174d2ebebbda9e6c65e61378177c5bf35b2600080a2610120823603126101a65761012081018181106001600160401b03821117610cf457604052813560078110156101a65781526124b9602083016114b7565b60208201526124ca604083016114b7565b604082015260608201356001600160401b0381116101a6576124ef9036908401611de4565b606082015260808201356001600160401b0381116101a6576125149036908401611e02565b608082015260a082013560a082015261252f60c083016116a7565b60c082015260e08201356001600160401b0381116101a657820160a0813603126101a6576040519261256084611708565b612569826114b7565b845260208201356001600160401b0381116101a65761258b9036908401611de4565b60208501526040820135604085015260608201356001600160401b0381116101a6576125ba9036908401611de4565b60608501526080820135936001600160401b0385116101a6576125e66101009361191896369101611de4565b608082015260e08401520135610100820152612ba3565b50631c9bf28b60e31b6000526004523360245260446000fd5b5063373cf94960e21b60005260045260246000fd5b8263a4b66e1960e01b60005260045260246000fd5b83632853702960e11b60005260045260246000fd5b826368df4c2960e11b60005260045260246000fd5b60ff90511161267557565b6332ac24e360e11b60005260046000fd5b604051611f068161269b602082019485611c01565b03601f19810183528261173e565b60065490600160401b821015610cf4576126ce82600161191894016006556006611822565b9091906001600160a01b038084549260031b9316831b921b1916179055565b60055490600160401b821015610cf4576126ce82600161191894016005556005611822565b9190939284151580612b7d575b80612b74575b80612b4a575b158015612abb575b6122855760405193610200612748818761173e565b60005b818110612aa6575050602092916128e99160405161276881611723565b600081526000868201526000604082015287526040519161278883611723565b825284820152600160408201528386019081526040516127a781611723565b7f6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c29681527f4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f58582015260016040820152608087019081526128da61280a8351614634565b604089019081526128cb6128bc6128218551614634565b6101008c019081526128368751855190614671565b9560608d019687528c60a061284e8a51845190614671565b9101528c60c06128618751845190614671565b9101528c60e06128748951845190614671565b9101528c6101206128888a51855190614671565b9101528c61014061289c8751855190614671565b9101528c6101606128b08951855190614671565b91015251905190614671565b6101808b018181529551614671565b6101a08a015251835190614671565b6101c088015251905190614671565b6101e085015260c060009160405190848252848083015284604083015260608201527fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254f60808201527bffffffff00000000000000004319055258e8617b0c46353d039cdaae1960a082015260055afa6000519015612a9357807bffffffff00000000000000004319055258e8617b0c46353d039cdaae19809286959495099309906000908192829483915b608083106129cf5750505050916129c9917bffffffff00000000000000004319055258e8617b0c46353d039cdaae1993614887565b50061490565b86612a71575b8160fe1c600c8260fc1c161760406129ed828761450b565b510151612a09575b5060019060021b9160021b92019190612994565b969195909482612a4d57505050612a20858361450b565b51519360016040612a406020612a368a8861450b565b510151988661450b565b5101519695945b906129f5565b90612a669291612a60600198998761450b565b51614707565b969195909594612a47565b9395612a829195612a889397614690565b91614690565b9591949094936129d5565b634e487b7160005260126020526024601cfd5b602090612ab16144ec565b818901520161274b565b50600160601b63ffffffff60c01b03197f5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b8183816bfffffffffffffffffffffffd63ffffffff60c01b031981838009080908600160601b63ffffffff60c01b031985800914600160601b63ffffffff60c01b03198510600160601b63ffffffff60c01b03198310161615612733565b507f7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a882111561272b565b50811515612725565b507bffffffff00000000000000004319055258e8617b0c46353d039cdaae19851061271f565b908151600781101561113757600090600103613818576001600160a01b0360208401511660608401519260808501519060a08601519560e08101519360405190612bec82611708565b8082526020820197885260408201948552606082019889526080820195865215613809578751156137fa576001600160a01b03815116865260016020526001600160a01b036040872054166137de57612c458751613f11565b6001600160a01b03815116865285602052604086209460ff8654166137c157604061ffff60045460101c16146137b257612c7f8551613f82565b95612c8a8651614097565b906001600160a01b03612c9c89611f20565b1661379057875199612cae8b8a61413e565b9b8c8b52600360205260408b205461376e578a9c8b9d8e5b6001810180911161375a578c511115612d3057612ce38f8d611f0c565b516040519060208201928352604082015260408152612d0360608261173e565b5190209d8e8d52600360205260408d208054612d1e90614922565b9055612d2990614922565b9d8e612cc6565b509295989c509295985092959960ff612d9c918b6001600160a01b036040818d51169287815260026020522091166bffffffffffffffffffffffff60a01b82541617905581875460081c1615613742575b865462ffffff1916911660101b62ff00001617610101178555565b83546affffffffffffffff00000019164360181b6affffffffffffffff00000016178455612df0612dd461ffff865460581c166122cd565b855461ffff60581b191660589190911b61ffff60581b16178555565b835465ffffffffffff60681b19164360781b63ffffffff60781b16178455600184015551600283015551805160038301916001600160401b0382116134fc57612e3d8261057485546118a5565b602090601f83116001146136db579180612e719260049695948c926133a35750508160011b916000199060031b1c19161790565b90555b01908051906001600160401b03821161081e57612e958261057485546118a5565b602090601f831160011461367857612ec492918891836133a35750508160011b916000199060031b1c19161790565b90555b60045463ffff0000612edf61ffff8360101c166122cd565b60101b169063ffff00001916176004556001600160a01b038251167fbe9e9f29351702332f36f4c15b418d5635aa43cba5ea48902dac426f3ac4eeaf612f27610fbe83611a53565b0390a251906001600160a01b038251169081612ff6575b50505060c0919293505b015161ffff811660045461ffff8160101c1692838311908115612fc1575b50612faa5761ffff191681176004556040805191825260208201929092527fdba0a4a41dcb619ccc733c6a18cdbe8e68762cc624339ed2c8ba8acd26a4f29c9250a1565b506367332f5560e11b835260045260245260449150fd5b6201fffe915060011b1682810460021483151715612fe25783101538612f66565b634e487b7160e01b85526011600452602485fd5b6001600160a01b03905116916020810151965196604082015190608060608401519301519160405194613028866116d1565b8552602085019182526040850160028152606086019a8b526080860191825260a0860194855260c086019384526001600160a01b03865116156136695780516006811015610832571561365a5761307f8351613f11565b613089855161266a565b6001600160a01b0386511689528860205260ff60408a205460081c1661363d576001600160a01b0386511689526001602052604089209a6130c98c612035565b613618576060948a92805160068110156136045760031480156135f0575b83518051158015906135e8575b61357d575b5050898c528b60205260408c20916001600160a01b038a51169061ffff845460581c168351906006821015613568578761313a9493928f9261043293611e80565b1561354b5761ffff825460681c16610400811461353c578e6131826131666001600160a01b03936122cd565b855461ffff60681b191660689190911b61ffff60681b16178555565b541615613524575b8d546001600160a01b0319166001600160a01b038b16178e55516006811015613510578d5492515164ffffffffff60b01b1961ffff60a01b1990941660a09290921b60ff60a01b1691909117600160a81b1792831660b09190911b60ff60b01b169081174360b81b63ffffffff60b81b169081178f55915466ffffffffffffff60b01b19909316179160801b61ffff60d81b169061ffff60e81b613238848317841760e81c61ffff166122cd565b60e81b169261ffff60e81b19161717178b5560018b01555160028a01555160038901908051906001600160401b0382116134fc5761327a8261057485546118a5565b602090601f8311600114613499576132a992918a91836133a35750508160011b916000199060031b1c19161790565b90555b805160048901916001600160401b038211613485576132cf8261057485546118a5565b602090601f831160011461341e5791806133039260059695948b926133a35750508160011b916000199060031b1c19161790565b90555b51960186516001600160401b0381116107a7576133278161062884546118a5565b6020601f82116001146133ae57816001600160a01b0394939261336492899a9b60c09a926133a35750508160011b916000199060031b1c19161790565b90555b51167f0fc25ee2b5dc5e91cc1da614e5a0bcc80f57c1e3af34955203ca32a0ebd4f41061339661104683611983565b0390a38392913880612f3e565b015190503880610595565b82875280872098601f198316885b81811061340657509960019284926001600160a01b0397969560c09b9c9d106133ed575b505050811b019055613367565b015160001960f88460031b161c191690553880806133e0565b838301518c556001909b019a602093840193016133bc565b8389528189209190601f1984168a5b81811061346d575091600193918560059897969410613454575b505050811b019055613306565b015160001960f88460031b161c19169055388080613447565b9293602060018192878601518155019501930161342d565b634e487b7160e01b88526041600452602488fd5b838a52818a209190601f1984168b5b8181106134e457509084600195949392106134cb575b505050811b0190556132ac565b015160001960f88460031b161c191690553880806134be565b929360206001819287860151815501950193016134a8565b634e487b7160e01b89526041600452602489fd5b634e487b7160e01b8c52602160045260248cfd5b6135376001600160a01b038a51166126a9565b61318a565b63f8a26a8b60e01b8d5260048dfd5b8851632dc8af5160e11b8d526001600160a01b031660045260248cfd5b50634e487b7160e01b8f52602160045260248ffd5b90975061358b919450613f82565b6135958351614097565b966001600160a01b036135a783611f20565b16908b82141591826135cd575b50506108ee5780516135c59161413e565b9238806130f9565b15801592506135df575b5038806135b4565b905015386135d7565b5081156130f4565b5080516006811015613604576004146130e7565b634e487b7160e01b8d52602160045260248dfd5b86518c54637c65e7a160e11b8c526001600160a01b039182166004521660245260448afd5b8551631ba10c1560e31b8a526001600160a01b0316600452602489fd5b63d5c84cfb60e01b8952600489fd5b63d92e233d60e01b8952600489fd5b8388528188209190601f198416895b8181106136c357509084600195949392106136aa575b505050811b019055612ec7565b015160001960f88460031b161c1916905538808061369d565b92936020600181928786015181550195019301613687565b838a52818a209190601f1984168b5b81811061372a575091600193918560049897969410613711575b505050811b019055612e74565b015160001960f88460031b161c19169055388080613704565b929360206001819287860151815501950193016136ea565b6137556001600160a01b038b51166126ed565b612d81565b634e487b7160e01b8e52601160045260248efd5b6040516334a3ab4160e01b8152602060048201528061091060248201876114fb565b6040516334a3ab4160e01b8152602060048201528061091060248201856114fb565b631785167360e21b8752600487fd5b8151632314c75760e01b88526001600160a01b0316600452602487fd5b5163916e4e8560e01b86526001600160a01b0316600452602485fd5b6349ad267760e11b8652600486fd5b63d92e233d60e01b8652600486fd5b9082516007811015613ee957600203613b1b576001600160a01b03602084015116918281528060205260408120805460ff811615613b07574363ffffffff8260781c161480613afe575b613aea5760ff191681556001810154825260026020526040822080546001600160a01b0319169055613896906004016118df565b93600192825b86518110156138e157602f60f81b6001600160f81b03196138bd838a613f71565b5116146138cd575b60010161389c565b936138d9600191614922565b9490506138c5565b50919390926138ef90613f3f565b918490859286925b88518085116139f9578410806139d7575b6139cd576139168185614931565b61393861392282611add565b91613930604051938461173e565b808352611add565b602082019290601f19013684378a815b8b88821061399a575050505051902061396a61396386614922565b9587611f0c565b5260018301808411613986576139809093614922565b926138f7565b634e487b7160e01b88526011600452602488fd5b6139c46001936139af8460ff60f81b92613f71565b51166139bb8685614931565b921a9186613f71565b53018b90613948565b9261398090614922565b50602f60f81b6001600160f81b03196139f0868c613f71565b51161415613908565b5050959650915050849285935b600185018086116139865784511115613a8457613a238585611f0c565b516040519060208201928352604082015260408152613a4360608261173e565b5190209384875260036020526040872080548015613a7057600019019055613a6a90614922565b93613a06565b634e487b7160e01b89526011600452602489fd5b509150939260c0925060045463ffff0000613aa561ffff8360101c166117c2565b60101b169063ffff00001916176004557f2d1fc8d9492bc58d47dd9c844f7571980541d91b624c634f6470a2c60dd01e18613ae2610fbe83611a53565b0390a2612f48565b631c75484760e31b83526004859052602483fd5b50431515613862565b63351c880f60e01b83526004859052602483fd5b9082516007811015613efd57600303613d9f576001600160a01b03602084015116926001600160a01b0360408201511660a08201519480845283602052604084209560ff87541615613d8b578215613d7c578015613d6d57818303613bf3575b849596508260c095528560205260026040872001557fbf471775d5b47118307f00818002cfd187143cf5c7beba4d9c9b3db5b1950fba613bdd613bbd83611a53565b613beb613bc986611a53565b604051938493604085526040850190611520565b908382036020850152611520565b0390a3612f48565b828552846020526040852096875460ff8116613d595784875260016020526001600160a01b03604088205416613d455760c096979860ff613d099260081c1615613d37575b825460ff19168355805461010161ffff19821681178355845462ff00001662ffffff199092169190911717815580546affffffffffffffff00000019164360181b6affffffffffffffff00000016178155613cb9613c9d61ffff835460581c166122cd565b825461ffff60581b191660589190911b61ffff60581b16178255565b805461ffff60681b1981168255835463ffffffff60781b1665ffffffffffff60681b19909116178155600480600185019485546001850155613d01600382016003860161451c565b01910161451c565b54865260026020526040862080546001600160a01b0319166001600160a01b03851617905586959450613b7b565b613d40866126ed565b613c38565b63916e4e8560e01b87526004859052602487fd5b632314c75760e01b87526004859052602487fd5b6349ad267760e11b8552600485fd5b63d92e233d60e01b8552600485fd5b63351c880f60e01b85526004829052602485fd5b909180516007811015613ee957600503613e1c5761010001805115613e0d5780518252600960205260408220805467ffffffffffffffff1916436001600160401b031617905551907f76b6e5da0cdb4e1eb385edd31ea56d94772f6820ad919d5cf706c640b18b0ba49080a2565b630447d59d60e41b8252600482fd5b80516007811015613ee957600603613ebf576101008101918251158015613eaa575b613e9b575060206001600160a01b03817f2942205c51163198237e5f52cdddafb718fb8b41a2642a6233d593e4dea76cc79301511692836bffffffffffffffffffffffff60a01b600a541617600a555180600b55604051908152a2565b630447d59d60e41b8152600490fd5b506001600160a01b0360208301511615613e3e565b80516007811015613ee95760031901613eda5760c090612f48565b6386aebc9b60e01b8252600482fd5b634e487b7160e01b83526021600452602483fd5b634e487b7160e01b82526021600452602482fd5b518015908115613f34575b50613f2357565b63153736cd60e01b60005260046000fd5b607f91501138613f1c565b90613f498261175f565b613f56604051918261173e565b8281528092613f67601f199161175f565b0190602036910137565b90815181101561183a570160200190565b9081518015801561408d575b611f9d57613f9b81613f3f565b9260005b828110613fab57505050565b613fb58183611f0c565b51805180158015614083575b611f9d5760005b818110613fed5750509081602060019351910120613fe68288611f0c565b5201613f9f565b6001600160f81b03196140008285613f71565b5116606160f81b8110159081614074575b8115614050575b8115614042575b8115614034575b5015611f9d57600101613fc8565b605f60f81b14905038614026565b602d60f81b8114915061401f565b9050600360fc1b81101580614066575b90614018565b50603960f81b811115614060565b603d60f91b8111159150614011565b50603f8111613fc1565b5060088111613f8e565b90815180156141265782511561183a57916020810151926001915b8183106140be57505050565b90919360019061411d826140d28886611f0c565b5192602060405194826140ee87945180928580880191016114d8565b8301602f60f81b8382015261410c82518093856021850191016114d8565b01010301601f19810183528261173e565b940191906140b2565b50905060405161413760208261173e565b6000815290565b6000929183915b81831061415157505050565b9091936001906141618684611f0c565b51604051906020820192835260408201526040815261418160608261173e565b51902094019190614145565b9080601f830112156101a65760408051926141a8828561173e565b839181019283116101a657905b8282106141c25750505090565b81518152602091820191016141b5565b81601f820112156101a65780516141e881611add565b926141f6604051948561173e565b818452602082840101116101a657611dff91602080850191016114d8565b906000905b6002821061422657505050565b6020806001928551815201930191019091614219565b919060418251146143d557815180156122705782019160208301906020818503126101a6576020810151906001600160401b0382116101a657019260c090849003126101a65760405161428e816116b6565b61429b826020860161418d565b815260608401516001600160401b0381116101a6578260206142bf928701016141d2565b90602081019182526080850151936001600160401b0385116101a6576143616143566143088660a06142fa614333996020809c8e01016141d2565b9a604088019b8c520161418d565b938460608201525194519751614344604051998a9889986323879f0d60e21b8a5260048a0190614214565b60e0604489015260e48801906114fb565b868103600319016064880152906114fb565b926084850190614214565b60c48301520381305afa9081156122645760009161438c575b506001600160a01b0390811691161490565b6020813d6020116143cd575b816143a56020938361173e565b81010312611de05751906001600160a01b0382168203611da557506001600160a01b0361437a565b3d9150614398565b906143df916145f8565b506004811015611137571591826143f557505090565b6001600160a01b03919250811691161490565b9060008251156144d557508151600281901b906001600160fe1b038116036117d357600281018091116117d35760039004919061445d61444784611add565b93614455604051958661173e565b808552611add565b6020840190601f19013682379082805101906020820192835194600085525b83811061448b57505050505290565b600360049101916001603f845182828260121c16880101518453828282600c1c16880101518385015382828260061c1688010151600285015316850101516003820153019061447c565b915050604051906144e760208361173e565b815290565b604051906144f982611723565b60006040838281528260208201520152565b90601081101561183a5760051b0190565b9190918281146145f35761453083546118a5565b6001600160401b038111610cf45761454c8161062884546118a5565b600093601f821160011461458d5761457e92939482916000926145825750508160011b916000199060031b1c19161790565b9055565b015490503880610595565b845260208085208386529085209094601f198316815b8181106145db575095836001959697106145c2575b505050811b019055565b015460001960f88460031b161c191690553880806145b8565b9192600180602092868b0154815501940192016145a3565b509050565b81519190604183036146295761462292506020820151906060604084015193015160001a9061493e565b9192909190565b505060009160029190565b614654906146406144ec565b508051906040602082015191015191614690565b906040519261466284611723565b83526020830152604082015290565b6146549161467d6144ec565b5080516040602083015192015192614707565b929091600160601b63ffffffff60c01b031980918180868009968180808a818080808a800980096bfffffffffffffffffffffffd63ffffffff60c01b031909818088800960030908940960040991818080808087600209810381868009089c80096008098103938b82039008900908940960020990565b9193909293600094600094600094604081015190600160601b63ffffffff60c01b0319828009600160601b63ffffffff60c01b031985800992600160601b63ffffffff60c01b03198087860960208501510991600160601b63ffffffff60c01b0319808681868103818d8189890990090896510991818381039189090890811585151694856000146148285750505050506001146147a6575b50505050565b600160601b63ffffffff60c01b03198080809a508699508097985080969381808087819998099d838f94096bfffffffffffffffffffffffd63ffffffff60c01b031909818088800960030908940960040991818080808087600209810381868009089c80096008098103938b82039008900908940960020990388080806147a0565b929b5093509650600160601b63ffffffff60c01b031980808080809c9d50809a995080985080969f508b8009809709958a098180876002098103818381038188800908089d098103938c820390089009089509900990388080806147a0565b929180156149165760209060c060009160405190848252848083015284604083015260608201527fffffffff00000001000000000000000000000000fffffffffffffffffffffffd6080820152600160601b63ffffffff60c01b031960a082015260055afa906000519115612a9357600160601b63ffffffff60c01b0319828180828196098097099509900990565b50509050600090600090565b60001981146117d35760010190565b919082039182116117d357565b91907f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a084116149bb579160209360809260ff60009560405194855216868401526040830152606082015282805260015afa15612264576000516001600160a01b038116156149af5790600090600090565b50600090600190600090565b5050506000916003919056",
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
// Solidity: function ownerOfDomain(bytes32 domain) view returns(address owner_, uint32 tenure)
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
// Solidity: function ownerOfDomain(bytes32 domain) view returns(address owner_, uint32 tenure)
func (registry *Registry) TryPackOwnerOfDomain(domain [32]byte) ([]byte, error) {
	return registry.abi.Pack("ownerOfDomain", domain)
}

// OwnerOfDomainOutput serves as a container for the return parameters of contract
// method OwnerOfDomain.
type OwnerOfDomainOutput struct {
	Owner  common.Address
	Tenure uint32
}

// UnpackOwnerOfDomain is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xafef73ac.
//
// Solidity: function ownerOfDomain(bytes32 domain) view returns(address owner_, uint32 tenure)
func (registry *Registry) UnpackOwnerOfDomain(data []byte) (OwnerOfDomainOutput, error) {
	out, err := registry.abi.Unpack("ownerOfDomain", data)
	outstruct := new(OwnerOfDomainOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Owner = *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	outstruct.Tenure = *abi.ConvertType(out[1], new(uint32)).(*uint32)
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
	if bytes.Equal(raw[:4], registry.abi.Errors["JustAdmitted"].ID.Bytes()[:4]) {
		return registry.UnpackJustAdmittedError(raw[4:])
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

// RegistryJustAdmitted represents a JustAdmitted error raised by the Registry contract.
type RegistryJustAdmitted struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error JustAdmitted(address account)
func RegistryJustAdmittedErrorID() common.Hash {
	return common.HexToHash("0xe3aa42385fe439d9880e61dc31f47662b24a46f717ac0833d13ce7aa861d8530")
}

// UnpackJustAdmittedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error JustAdmitted(address account)
func (registry *Registry) UnpackJustAdmittedError(raw []byte) (*RegistryJustAdmitted, error) {
	out := new(RegistryJustAdmitted)
	if err := registry.abi.UnpackIntoInterface(out, "JustAdmitted", raw); err != nil {
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
